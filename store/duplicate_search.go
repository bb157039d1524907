package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"relais/parcours"
	"relais/store/gen"
)

const (
	// mostDuplicates bounds the proposals that one search keeps.
	mostDuplicates = 20_000
	// largeBlock is how many people who share a key are compared each with each; more
	// are compared with those whose name begins alike.
	largeBlock = 300
	// sharedByMost: an address, a household's number or a name that more people have
	// tells nothing of two of them.
	sharedByMost = "30"
	// pairsAtOnce are written in one transaction, so that nobody waits for them.
	pairsAtOnce = 500
)

// errTooMany stops a search that has found more than anybody would decide.
var errTooMany = errors.New("too many")

// pair is two people, the smaller id first.
type pair [2]string

// traitColumns are what the searches read of a person; see scanTraits.
const traitColumns = "p.id, p.title, p.first_name, p.first_key, p.last_key, p.birth_name, p.birth_date, p.nir_index, p.exited_on"

// traitOf keeps out those whose file is closed.
const traitOf = " p.purged_at = 0 and p.archived_at = 0"

// Two whose NIRs are known are never proposed: only the keys of people without one are
// looked at, and most have one.
const withoutNIR = " from person x where x.nir_index = ''"

// sharedByFew keeps the keys that tell something of two people.
const sharedByFew = " having count(*) between 2 and " + sharedByMost

// duplicateSearch finds people who share a key, in the order of the key: one group of
// them is in memory at a time.
type duplicateSearch struct {
	// query selects the key, then traitColumns.
	query string
	// tie notes in the traits of two people of a group what the key says of them.
	tie func(t *parcours.PersonTraits, key string)
}

func duplicateSearches() []duplicateSearch {
	untied := func(*parcours.PersonTraits, string) {}
	return []duplicateSearch{
		{
			"select p.birth_date, " + traitColumns + " from person p" +
				" where p.birth_date in (select x.birth_date" + withoutNIR + " and x.birth_date <> '') and" + traitOf + " order by 1",
			untied,
		},
		{
			"select p.household_id, " + traitColumns + " from person p" +
				" where p.household_id in (select x.household_id" + withoutNIR + " and x.household_id is not null) and" + traitOf + " order by 1",
			func(t *parcours.PersonTraits, key string) { t.Affiliation = key },
		},
		{
			"select c.address_index, " + traitColumns + " from contact_point c join person p on p.id = c.person_id where c.status = 'current'" +
				" and c.address_index in (select y.address_index from contact_point y where y.person_id in (select x.id" + withoutNIR + "))" +
				" and c.address_index in (select y.address_index from contact_point y group by y.address_index" + sharedByFew + ") and" + traitOf + " order by 1",
			func(t *parcours.PersonTraits, key string) { t.Phones = []string{key} },
		},
		{
			"select p.last_key || ',' || p.first_key, " + traitColumns + " from person p" +
				" where (p.last_key, p.first_key) in (select x.last_key, x.first_key" + withoutNIR + ")" +
				" and (p.last_key, p.first_key) in (select x.last_key, x.first_key from person x group by x.last_key, x.first_key" + sharedByFew + ") and" + traitOf + " order by 1",
			untied,
		},
	}
}

// FindDuplicatePeople looks for files that are probably of one person, and returns how
// many proposals are new. What was decided stays decided, and a proposal for which
// nothing speaks any more goes.
//
// It goes through the people once for each key, sorted, and holds one group of them at a
// time; it writes only what changed.
func (s *Store) FindDuplicatePeople(ctx context.Context, now time.Time) (found int, err error) {
	proposals, whole, err := s.searchDuplicates(ctx)
	if err != nil {
		return 0, fmt.Errorf("find duplicate people: %w", err)
	}
	known, err := s.knownDuplicates(ctx)
	if err != nil {
		return 0, fmt.Errorf("find duplicate people: %w", err)
	}
	var gone []pair
	for p, decision := range known {
		if _, still := proposals[p]; !still && decision == "" && whole {
			gone = append(gone, p)
		}
	}
	for p := range proposals {
		if _, before := known[p]; !before {
			found++
		}
	}
	err = s.onPairs(ctx, slices.SortedFunc(maps.Keys(proposals), comparePairs), func(ctx context.Context, tx *tx, p pair) error {
		return tx.PutDuplicatePeople(ctx, gen.PutDuplicatePeopleParams{
			PersonID: p[0], OtherID: p[1], Strength: string(proposals[p].Strength), Reasons: joinReasons(proposals[p].Reasons), FoundAt: millis(now),
		})
	})
	if err == nil {
		err = s.onPairs(ctx, gone, func(ctx context.Context, tx *tx, p pair) error { return tx.DropDuplicatePeople(ctx, p[0], p[1]) })
	}
	if err != nil {
		return 0, fmt.Errorf("find duplicate people: %w", err)
	}
	return found, nil
}

// onPairs changes each pair, a few in one transaction.
func (s *Store) onPairs(ctx context.Context, pairs []pair, change func(ctx context.Context, tx *tx, p pair) error) error {
	for some := range slices.Chunk(pairs, pairsAtOnce) {
		err := s.write(ctx, func(ctx context.Context, tx *tx) error {
			for _, p := range some {
				if err := change(ctx, tx, p); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func comparePairs(a, b pair) int { return slices.Compare(a[:], b[:]) }

// knownDuplicates are the decisions, "" for none, by pair.
func (s *Store) knownDuplicates(ctx context.Context) (map[pair]string, error) {
	known := map[pair]string{}
	err := s.read(ctx, func(ctx context.Context, tx *tx) error {
		rows, err := tx.KnownDuplicatePeople(ctx)
		for _, r := range rows {
			known[pair{r.PersonID, r.OtherID}] = r.Decision
		}
		return err
	})
	return known, err
}

// searchDuplicates returns the proposals; whole is false where there are more than it
// keeps.
func (s *Store) searchDuplicates(ctx context.Context) (proposals map[pair]parcours.DuplicatePeople, whole bool, err error) {
	err = s.read(ctx, func(ctx context.Context, tx *tx) error {
		proposals, whole = map[pair]parcours.DuplicatePeople{}, true
		candidates := map[pair]bool{}
		for _, search := range duplicateSearches() {
			err := tx.searchBy(ctx, search, candidates)
			if errors.Is(err, errTooMany) {
				whole = false
				break
			}
			if err != nil {
				return err
			}
		}
		for some := range slices.Chunk(slices.SortedFunc(maps.Keys(candidates), comparePairs), aheadKeys/2) {
			if err := tx.weigh(ctx, some, proposals); err != nil {
				return err
			}
		}
		return nil
	})
	return proposals, whole, err
}

// searchBy adds the pairs that one search finds.
func (tx *tx) searchBy(ctx context.Context, search duplicateSearch, candidates map[pair]bool) error {
	var group []parcours.PersonTraits
	last := ""
	compare := func(people []parcours.PersonTraits) error {
		for i := range people {
			for k := range i {
				if p, alike := parcours.CompareTraits(people[i], people[k]); alike {
					if candidates[pair{p.FirstID, p.SecondID}] = true; len(candidates) > mostDuplicates {
						return errTooMany
					}
				}
			}
		}
		return nil
	}
	end := func() error {
		defer func() { group = group[:0] }()
		if len(group) <= largeBlock {
			return compare(group)
		}
		// One wrong letter is in the given name or in the family name, not in both.
		for _, key := range []func(parcours.PersonTraits) string{
			func(t parcours.PersonTraits) string { return t.FirstKey },
			func(t parcours.PersonTraits) string { return t.LastKey },
		} {
			alike := map[string][]parcours.PersonTraits{}
			for _, t := range group {
				if name := key(t); name != "" {
					alike[name[:min(3, len(name))]] = append(alike[name[:min(3, len(name))]], t)
				}
			}
			for _, people := range alike {
				if err := compare(people); err != nil {
					return err
				}
			}
		}
		return nil
	}
	err := tx.rows(ctx, search.query, nil, func(rows *sql.Rows) error {
		key, t, err := scanTraits(rows)
		if err != nil {
			return err
		}
		if key != last {
			if err := end(); err != nil {
				return err
			}
			last = key
		}
		search.tie(&t, key)
		group = append(group, t)
		return nil
	})
	return errors.Join(err, end())
}

func scanTraits(rows *sql.Rows) (key string, t parcours.PersonTraits, err error) {
	var title, birthName, born, nir, exited string
	if err := rows.Scan(&key, &t.ID, &title, &t.FirstName, &t.FirstKey, &t.LastKey, &birthName, &born, &nir, &exited); err != nil {
		return "", t, err
	}
	t.Title, t.BirthDate, t.HasNIR, t.Exited = parcours.Title(title), date(born), nir != "", exited != ""
	if birthName != "" {
		t.BirthKey = parcours.FoldName(birthName)
	}
	return key, t, nil
}

// Statements of weigh; $keys stands for aheadKeys parameters.
const (
	traitsOf     = "select coalesce(p.household_id, '') || ',' || p.postcode || ',' || p.address, " + traitColumns + " from person p where p.id in ($keys)"
	addressesFor = "select person_id, channel, address_index from contact_point where status = 'current' and person_id in ($keys)"
)

// weigh compares the people of some pairs by all that is known of them, and keeps the
// proposals that stand.
func (tx *tx) weigh(ctx context.Context, pairs []pair, proposals map[pair]parcours.DuplicatePeople) error {
	var ids []string
	for _, p := range pairs {
		ids = append(ids, p[0], p[1])
	}
	people := map[string]*parcours.PersonTraits{}
	err := tx.among(ctx, traitsOf, ids, func(rows *sql.Rows) error {
		key, t, err := scanTraits(rows)
		if err != nil {
			return err
		}
		household, rest, _ := strings.Cut(key, ",")
		postcode, address, _ := strings.Cut(rest, ",")
		t.Affiliation = household
		if address = parcours.FoldName(address); address != "" {
			t.Home = postcode + " " + address
		}
		people[t.ID] = &t
		return nil
	})
	if err != nil {
		return err
	}
	err = tx.among(ctx, addressesFor, ids, func(rows *sql.Rows) error {
		var id, channel, index string
		if err := rows.Scan(&id, &channel, &index); err != nil {
			return err
		}
		switch parcours.Channel(channel) {
		case parcours.ChannelEmail:
			people[id].Emails = append(people[id].Emails, index)
		default:
			people[id].Phones = append(people[id].Phones, index)
		}
		return nil
	})
	if err != nil {
		return err
	}
	for _, p := range pairs {
		if proposal, alike := parcours.CompareTraits(*people[p[0]], *people[p[1]]); alike {
			proposals[p] = proposal
		}
	}
	return nil
}
