package store_test

import (
	"net"
	"net/url"
	"testing"
	"time"

	"relais/store"
	"relais/store/storetest"
)

// A server that hangs takes connections and says nothing: nobody asked the second one
// named, for ever.
func TestAServerThatSaysNothingIsPassedOver(t *testing.T) {
	t.Parallel()
	address, err := url.Parse(storetest.Postgres(t))
	if err != nil {
		t.Fatal(err)
	}
	hung, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer hung.Close()
	address.Host = hung.Addr().String() + "," + address.Host
	query := address.Query()
	query.Set("target_session_attrs", "read-write")
	address.RawQuery = query.Encode()
	opened := make(chan error, 1)
	go func() {
		s, err := store.Open(t.Context(), store.Options{Database: address.String(), Key: storetest.Key(), Rules: storetest.Rules(t)})
		if err == nil {
			_, err = s.TakeLease(t.Context(), "tick", "a node", 0)
			s.Close()
		}
		opened <- err
	}()
	select {
	case err := <-opened:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(2 * time.Minute):
		t.Error("the second server is not asked")
	}
}
