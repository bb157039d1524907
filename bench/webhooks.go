package main

import (
	"context"
	"crypto/hmac"
	"crypto/sha1" //nolint:gosec // the signature that Twilio defines
	"encoding/base64"
	"errors"
	"fmt"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// warmUp is how many callbacks come before those that are measured: a service just started
// compiles its statements and reads its words at the first ones, once for weeks of work.
const (
	webhookConcurrency = 16
	warmUp             = 500
)

// left makes every convocation one that Twilio took an hour ago.
const left = `update attempt set state = 'accepted', rank = 20, sender = 'twilio:38035', sending_at = %[1]d, left_at = %[1]d,
	provider_id = 'SM' || replace(id, '-', '') where lane = 2`

// webhooks measures receipts, then answers of people, against bare commits of the
// same engine. The service works meanwhile: it steps each conversation and sends
// the replies.
func (b *bench) webhooks(ctx context.Context) ([]goal, error) {
	var receipts, inbound []result
	var commits []float64
	for range b.rounds {
		rate, err := b.bareCommits(ctx)
		if err != nil {
			return nil, err
		}
		commits = append(commits, rate)
		r, i, err := b.callbacks(ctx)
		if err != nil {
			return nil, err
		}
		receipts, inbound = append(receipts, r), append(inbound, i)
	}
	var goals []goal
	for name, results := range map[string][]result{"receipts": receipts, "inbound": inbound} {
		var rates, ratios, p50, p99 []float64
		for i, r := range results {
			rates, ratios = append(rates, r.Rate), append(ratios, 100*r.Rate/commits[i])
			p50, p99 = append(p50, ms(r.P50)), append(p99, ms(r.P99))
		}
		fmt.Printf("  %-8s signed, committed, answered, %d at once: %6.0f/s, p50 %.1f ms, p99 %.1f ms; %.0f %% of %.0f/s bare commits\n",
			name, webhookConcurrency, median(rates), median(p50), median(p99), median(ratios), median(commits))
		goals = append(goals, atLeast(name+"_per_second", median(rates), 5000), atMost(name+"_p99_ms", median(p99), 20))
	}
	slices.SortFunc(goals, func(a, b goal) int { return strings.Compare(a.name, b.name) })
	return goals, nil
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

func (b *bench) callbacks(ctx context.Context) (receipts, inbound result, err error) {
	d, err := b.engine.copyOf(ctx, b.template)
	if err != nil {
		return receipts, inbound, err
	}
	defer func() { err = errors.Join(err, b.engine.drop(context.WithoutCancel(ctx), d)) }()
	hourAgo, later := time.Now().Add(-time.Hour).UnixMilli(), time.Now().AddDate(1, 0, 0).UnixMilli()
	err = d.change(ctx, fmt.Sprintf(left, hourAgo), fmt.Sprintf("update attempt set due_at = %d where state = 'queued'", later),
		fmt.Sprintf("update prompt set asked_at = %d", hourAgo))
	if err != nil {
		return receipts, inbound, err
	}
	if err := b.provider.reset(0); err != nil {
		return receipts, inbound, err
	}
	if receipts, err = b.answered(ctx, d, "receipts", receiptForms); err != nil {
		return receipts, inbound, err
	}
	inbound, err = b.answered(ctx, d, "inbound", inboundForms)
	return receipts, inbound, err
}

// answered serves the database while the forms are posted to it.
func (b *bench) answered(ctx context.Context, d database, name string, forms func(context.Context, database) ([]form, error)) (r result, err error) {
	all, err := forms(ctx, d)
	if err != nil {
		return r, err
	}
	s, err := b.serve(ctx, d, 32, name)
	if err != nil {
		return r, err
	}
	defer func() {
		b.peaks = append(b.peaks, s.peakMB())
		err = errors.Join(err, s.stop())
	}()
	load := posts{URL: s.url, Concurrency: webhookConcurrency}
	for _, f := range all {
		load.Forms = append(load.Forms, f.signed(s.url))
	}
	first := load
	first.Forms, load.Forms = load.Forms[:warmUp], load.Forms[warmUp:]
	if _, err := first.run(ctx); err != nil {
		return r, err
	}
	s.profile()
	r, err = load.run(ctx)
	s.profileEnd()
	if err == nil && r.Refused > 0 {
		err = fmt.Errorf("%d of %d %s were refused", r.Refused, len(all), name)
	}
	return r, err
}

// form is one callback, before it is signed for an address.
type form struct {
	path   string
	fields url.Values
}

// signed signs as Twilio does: the address, then each name and value in the
// order of the names, by HMAC-SHA1 with the auth token.
func (f form) signed(base string) post {
	mac := hmac.New(sha1.New, []byte(authToken))
	mac.Write([]byte(base + f.path))
	for _, name := range slices.Sorted(maps.Keys(f.fields)) {
		mac.Write([]byte(name + f.fields.Get(name)))
	}
	return post{Path: f.path, Body: f.fields.Encode(), Signature: base64.StdEncoding.EncodeToString(mac.Sum(nil))}
}

// receiptForms are "sent", then "delivered", of every convocation.
func receiptForms(ctx context.Context, d database) ([]form, error) {
	db, err := d.open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	rows, err := db.QueryContext(ctx, "select a.id, a.provider_id, p.internal_id from attempt a join person p on p.id = a.person_id where a.lane = 2 order by a.id")
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var sent, delivered []form
	for rows.Next() {
		var id, sid, internal string
		if err := rows.Scan(&id, &sid, &internal); err != nil {
			return nil, err
		}
		n, err := strconv.Atoi(internal)
		if err != nil {
			return nil, err
		}
		receipt := func(status string) form {
			return form{"/webhooks/twilio/status/" + id, url.Values{
				"AccountSid": {accountSID}, "ApiVersion": {"2010-04-01"}, "From": {sender}, "MessageSid": {sid}, "MessageStatus": {status},
				"SmsSid": {sid}, "SmsStatus": {status}, "To": {fictionMobile(n)},
			}}
		}
		sent, delivered = append(sent, receipt("sent")), append(delivered, receipt("delivered"))
	}
	return append(sent, delivered...), rows.Err()
}

// inboundForms are two messages of every person: an answer to the convocation,
// then thanks.
func inboundForms(ctx context.Context, d database) ([]form, error) {
	db, err := d.open()
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var people int
	if err := db.QueryRowContext(ctx, "select count(*) from person").Scan(&people); err != nil {
		return nil, err
	}
	var all []form
	for i := range 2 * people {
		body := "1"
		if i >= people {
			body = "Merci beaucoup !"
		}
		sid := fmt.Sprintf("SM%032x", i)
		all = append(all, form{"/webhooks/twilio/message", url.Values{
			"AccountSid": {accountSID}, "ApiVersion": {"2010-04-01"}, "From": {fictionMobile(i % people)}, "To": {sender}, "Body": {body},
			"MessageSid": {sid}, "SmsSid": {sid}, "NumMedia": {"0"}, "NumSegments": {"1"}, "FromCountry": {"FR"}, "ToCountry": {"FR"},
		}})
	}
	return all, nil
}
