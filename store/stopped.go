package store

import (
	"context"
	"database/sql"

	"relais/parcours"
)

// endpoint is an address on one channel.
type endpoint struct{ channel, addressIndex string }

// stopsBefore finds where STOP was said by somebody who was erased, or whom nobody knew,
// and nobody said REPRENDRE since. Of somebody who is known, the contact point tells.
const stopsBefore = `select o.channel, o.address_index, max(o.at)
from opt_out o
where o.address_index in ($keys) and o.person_id is null and o.direction = 'out'
  and not exists (
    select 1
    from opt_out later
    where later.address_index = o.address_index and later.channel = o.channel and later.direction = 'in' and (later.at, later.id) > (o.at, o.id)
  )
group by o.channel, o.address_index`

// stopsAt notes in into when such a STOP was said at each of the addresses: whoever is
// reached there from now on is not written to on that channel.
func (tx *tx) stopsAt(ctx context.Context, addressIndexes []string, into map[endpoint]int64) error {
	return tx.among(ctx, stopsBefore, addressIndexes, func(rows *sql.Rows) error {
		var p endpoint
		var at int64
		err := rows.Scan(&p.channel, &p.addressIndex, &at)
		into[p] = at
		return err
	})
}

// stoppedAt is stopsAt for one address; 0 when it is not closed.
func (tx *tx) stoppedAt(ctx context.Context, channel parcours.Channel, addressIndex string) (int64, error) {
	stops := map[endpoint]int64{}
	err := tx.stopsAt(ctx, []string{addressIndex}, stops)
	return stops[endpoint{string(channel), addressIndex}], err
}
