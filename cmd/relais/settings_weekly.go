package main

import (
	"fmt"
	"strings"
	"time"

	"relais/parcours"
)

// weeklySettings are how the hours of a week are asked for and judged. An empty one
// keeps the rule's own value.
type weeklySettings struct {
	WeeklyHours     string        `env:"RELAIS_WEEKLY_HOURS" default:"15-20" help:"Hours a week of a plan that gives none."`
	WeeklyTolerance time.Duration `env:"RELAIS_WEEKLY_TOLERANCE" default:"0s" help:"How far outside the agreed hours still counts as within them."`
	WeeklyRequest   string        `env:"RELAIS_WEEKLY_REQUEST" default:"Fri 10:00" help:"When the hours of a week are asked for."`
	WeeklyNudge     string        `env:"RELAIS_WEEKLY_NUDGE" default:"Mon 10:00" help:"When, in the week after, those who have not answered are asked once more."`
	WeeklyClose     string        `env:"RELAIS_WEEKLY_CLOSE" default:"Wed 12:00" help:"When, in the week after, a week takes no more answers."`
	WeeklySpread    time.Duration `env:"RELAIS_WEEKLY_SPREAD" default:"7h" help:"How long the requests of all the people take to leave, in open hours; 0s for all at once."`
	ActivityRemind  string        `env:"RELAIS_ACTIVITY_REMINDER" default:"16:00" help:"Time of the day before a planned activity at which it is recalled."`
}

// apply sets the rules of the weekly declaration.
func (s weeklySettings) apply(rules *parcours.Rules, p *problems) {
	w := &rules.Weekly
	for _, at := range []struct {
		name, text string
		to         *parcours.WeekTime
	}{
		{"RELAIS_WEEKLY_REQUEST", s.WeeklyRequest, &w.Request},
		{"RELAIS_WEEKLY_NUDGE", s.WeeklyNudge, &w.Nudge},
		{"RELAIS_WEEKLY_CLOSE", s.WeeklyClose, &w.Close},
	} {
		if at.text == "" {
			continue
		}
		day, clock, _ := strings.Cut(strings.TrimSpace(at.text), " ")
		weekday, known := weekdays[strings.ToLower(day)]
		minute, err := parseMinutes(strings.TrimSpace(clock))
		if !known || err != nil || minute >= 24*60 {
			p.add("%s: %q is not a moment of the week; write it as \"Fri 10:00\"", at.name, at.text)
			continue
		}
		*at.to = parcours.WeekTime{Day: weekday, Minute: minute}
	}
	if order := func(t parcours.WeekTime) int { return (int(t.Day)+6)%7*24*60 + t.Minute }; order(w.Close) <= order(w.Nudge) {
		p.add("RELAIS_WEEKLY_CLOSE: %q is not after RELAIS_WEEKLY_NUDGE (%q)", s.WeeklyClose, s.WeeklyNudge)
	}
	if s.WeeklyHours != "" {
		var least, most int
		if n, err := fmt.Sscanf(s.WeeklyHours, "%d-%d", &least, &most); n != 2 || err != nil || (parcours.WeeklyPlan{MinHours: least, MaxHours: most, From: rules.TerritoryStart}).Check() != nil {
			p.add("RELAIS_WEEKLY_HOURS: %q is not a span of hours such as 15-20", s.WeeklyHours)
		}
		w.MinHours, w.MaxHours = least, most
	}
	if s.WeeklySpread < 0 || s.WeeklySpread > 24*time.Hour {
		p.add("RELAIS_WEEKLY_SPREAD: %v is not from 0s to 24h", s.WeeklySpread)
	}
	if s.WeeklyTolerance < 0 || s.WeeklyTolerance > 10*time.Hour {
		p.add("RELAIS_WEEKLY_TOLERANCE: %v is not from 0s to 10h", s.WeeklyTolerance)
	}
	w.Spread, w.Tolerance = s.WeeklySpread, int(s.WeeklyTolerance/time.Minute)
	if s.ActivityRemind != "" {
		minute, err := parseMinutes(s.ActivityRemind)
		if err != nil || minute >= 24*60 {
			p.add("RELAIS_ACTIVITY_REMINDER: %q is not a time such as 16:00", s.ActivityRemind)
		}
		w.RemindAt = minute
	}
}
