package scheduler

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"relais/parcours"
)

// Audience is what the pace of the weekly requests needs of the store.
type Audience interface {
	// WeeklyAudience counts those whose hours are asked for by SMS, by language.
	WeeklyAudience(ctx context.Context) (map[parcours.Language]int, error)
	RaiseIncident(ctx context.Context, i parcours.Incident) (fresh bool, err error)
}

// WeeklyPace returns the job that tells the coordinator, once for each measure of it,
// that the weekly requests cannot all leave within Rules.Weekly.Spread at perSecond
// parts each second: the last ones would come late, and hold back everything else.
// parts is how many parts a request takes in a language.
func WeeklyPace(rules parcours.Rules, perSecond float64, parts func(parcours.Language) int, audience Audience) Job {
	return Job{Name: "weekly_pace", Spec: "0 7 * * 1-5", Run: func(ctx context.Context, now time.Time) error {
		people, all := 0, 0
		byLanguage, err := audience.WeeklyAudience(ctx)
		if err != nil {
			return fmt.Errorf("weekly pace: %w", err)
		}
		for language, n := range byLanguage {
			people, all = people+n, all+n*parts(language)
		}
		needed := rules.SpreadShort(all, perSecond)
		if needed == 0 {
			return nil
		}
		mend := needed.Truncate(time.Hour) + time.Hour
		_, err = audience.RaiseIncident(ctx, parcours.Incident{
			Key:  fmt.Sprintf("weekly_spread/%s/%s", hours(rules.Weekly.Spread), hours(mend)),
			Kind: "weekly_spread",
			Details: map[string]string{
				"people": strconv.Itoa(people), "parts": strconv.Itoa(all), "pace": strconv.FormatFloat(perSecond, 'g', -1, 64),
				"spread": hours(rules.Weekly.Spread), "needed": hours(needed), "short": hours(needed - rules.Weekly.Spread), "mend": hours(mend),
			},
			At: now,
		})
		if err != nil {
			return fmt.Errorf("weekly pace: %w", err)
		}
		return nil
	}}
}

// hours writes a length as the setting takes it: "7h", "7h40m", "0m".
func hours(d time.Duration) string {
	text := strings.TrimSuffix(d.String(), "0s")
	if whole, ok := strings.CutSuffix(text, "h0m"); ok {
		return whole + "h"
	}
	if text == "" {
		return "0m"
	}
	return text
}
