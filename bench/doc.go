// Command bench measures Relais beside the least that could do the same work,
// in one run and as ratios, so that a figure holds on another machine:
//
//   - outbound, due → accepted and recorded, beside a bare HTTP client that posts
//     the same forms to the same loopback provider;
//   - webhooks, signed as Twilio signs, beside bare durable commits of the engine;
//   - memory of the service meanwhile;
//   - one tick of the clockwork on a small and on a large caseload.
//
// The service is the program itself, built and started as `relais serve`; the
// provider and the clients are processes of their own, so that their processor
// time is not the service's. It measures SQLite and, where RELAIS_TEST_POSTGRES
// names a server, PostgreSQL. The last lines are the goals of SQLite, one a line:
//
//	NAME VALUE GOAL ok|short
//
// It exits 1 when one is short. docs/performance.md explains the figures.
package main
