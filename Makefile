# The two commands that matter: `make run` shows the product, `make test` proves it.
# Everything else is a part of one of them, or for the maintainers.

GO      ?= go
BIN     := bin/relais
PACKAGE := ./cmd/relais

export CGO_ENABLED := 0

.PHONY: run build test crash model fuzz lint release vuln guide-check guide-boot screenshots profile bench bench-pages bench-import understand generate nodes simulate

run: build ## build and start the demo: no account, nothing to configure
	@$(BIN) demo

build:
	@$(GO) build -trimpath -ldflags="-s -w" -o $(BIN) $(PACKAGE)

test: ## every package, on SQLite and, where there is a server, PostgreSQL
	$(GO) vet ./...
	$(GO) test -timeout 20m ./...

crash: ## deaths at every step of delivery, all of them on both engines; minutes
	RELAIS_TEST_THOROUGH=1 $(GO) test ./cmd/relais -count=1 -run 'Death|Kill|Nodes|Takeover|Failover' -timeout 15m

SEED ?= 0
FOR  ?= 10m

nodes: ## three nodes killed, frozen, cut off and restarted at random for FOR, takeovers and a failover; SEED=n replays
	RELAIS_TEST_THOROUGH=1 RELAIS_TEST_NODES_FOR=$(FOR) RELAIS_TEST_SEED=$(SEED) $(GO) test ./cmd/relais -count=1 -v -run '^TestNodesUnderChaos$$|^TestTakeover|^TestFailoverTo' -timeout 60m

model: ## random schedules of faults, crashes and clock moves against an oracle; SEED=n replays
	$(GO) test ./notifier -count=1 -v -run '^TestModel$$/sqlite' -rapid.checks=1000 -rapid.seed=$(SEED) -rapid.nofailfile
	$(GO) test ./notifier -count=1 -v -run '^TestModel$$/postgres' -rapid.checks=200 -rapid.seed=$(SEED) -rapid.nofailfile

simulate: build ## a département of 20 000 people for 26 weeks in virtual time, an installation for each of its territories, on two processors; minutes; exits 1 when a promise was broken
	@GOMAXPROCS=2 $(BIN) simulate --people 20000 --weeks 26 --installations 13

FUZZTIME ?= 60s

# Minimising what is new is bounded: left to itself it takes the whole time of a
# fuzzer whose seeds are large, and four inputs are tried instead of 90 000. On a busy
# machine the go command may end a fuzzer at its time with "context deadline exceeded" and
# nothing else: that is no finding, which is written to a file and said so.
fuzz: ## every native fuzzer of the project, FUZZTIME each
	@set -e; said=$$(mktemp); trap 'rm -f "$$said"' EXIT; for package in $$($(GO) list ./...); do \
		for fuzzer in $$($(GO) test -list '^Fuzz' $$package | grep '^Fuzz' || true); do \
			echo "$$package $$fuzzer"; \
			$(GO) test $$package -run '^$$' -fuzz "^$$fuzzer\$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 50x >"$$said" 2>&1 || { \
				grep -q '^    context deadline exceeded$$' "$$said" && ! grep -q 'Failing input\|panic' "$$said" || { cat "$$said"; exit 1; }; \
			}; \
			grep '^fuzz: elapsed' "$$said" | tail -n 1; \
		done; \
	done

lint: ## formatting, vet, staticcheck, dead code: all must be silent
	@test -z "$$($(GO) tool gofumpt -l . | tee /dev/stderr)"
	$(GO) vet ./...
	$(GO) vet -tags failpoint ./cmd/relais
	$(GO) tool staticcheck ./...
	@test -z "$$($(GO) tool deadcode -test ./... | tee /dev/stderr)"

# A release is what the commit says and nothing else: no path, no time, no machine.
RELEASE := $(CURDIR)/bin/release
# The Go that a release is built with, the newest of its line: what it mends is mended in
# the program. The go command fetches it; RELEASE_GO=local takes the one that is there.
RELEASE_GO ?= go1.26.10
VERSION ?= $(shell git describe --tags --always --dirty)
TOOL    := $(GO) tool -modfile=deploy/tools.mod
# What is installed beside the program, and travels with it.
SHIPPED := $(addprefix deploy/,relais.service relais-backup.service relais-backup.timer relais-admin relais.env Caddyfile nginx.conf alerts.yml dashboard.json)

release: ## static binaries for linux on amd64 and arm64, their parts (CycloneDX) and checksums, in bin/release
	@GOTOOLCHAIN=$(RELEASE_GO) $(GO) version || { echo "release: $(RELEASE_GO) cannot be had; RELEASE_GO=local builds with the Go of this machine" >&2; exit 1; }
	@rm -rf $(RELEASE) && mkdir -p $(RELEASE)
	@set -e; for arch in amd64 arm64; do \
		GOTOOLCHAIN=$(RELEASE_GO) GOOS=linux GOARCH=$$arch $(GO) build -trimpath -buildvcs=false -pgo=$(CURDIR)/$(LOAD) -ldflags="-s -w -buildid= -X main.version=$(VERSION)" -o $(RELEASE)/relais-linux-$$arch $(PACKAGE); \
		$(TOOL) cyclonedx-gomod bin -json -std -noserial -notimestamp -version $(VERSION) -output $(RELEASE)/relais-linux-$$arch.cdx.json $(RELEASE)/relais-linux-$$arch 2>/dev/null; \
	done
	@cp $(SHIPPED) docs/exploitation.md $(RELEASE)
	@cd $(RELEASE) && sha256sum -- * > SHA256SUMS && cat SHA256SUMS

vuln: ## known vulnerabilities of what is really called; says so when their database cannot be reached
	@GO="$(GO)" RELEASE_GO=$(RELEASE_GO) sh deploy/vuln

guide-check: build ## play every command of the guide on a throwaway copy of this machine (root, Debian)
	@sh deploy/guide-check docs/exploitation.md $(BIN) $(SHIPPED)

guide-boot: build ## the same on a bare Debian booted with systemd, then an upgrade, a way back, proxies, a reboot (root, mmdebstrap, systemd-nspawn); minutes
	@sh deploy/guide-boot docs/exploitation.md $(BIN) $(SHIPPED)

screenshots: ## write docs/img: every page of the console, light, dark and 360 pixels wide
	$(GO) test ./cmd/relais -count=1 -run '^TestEveryPage$$' -screenshots $(CURDIR)/docs/img
	$(GO) test ./web -count=1 -run 'InABrowser$$|^TestTheCoordinatorsMorning$$' -screenshots $(CURDIR)/docs/img

# Where the service spends its time under load: releases are compiled by it.
LOAD := deploy/relais.pgo

profile: ## renew deploy/relais.pgo from the loads of make bench; minutes
	@rm -rf bin/profile
	@$(GO) run ./bench -only outbound,webhooks,sqlite -rounds 1 -profile bin/profile || test -d bin/profile # goals may be short
	@$(GO) tool pprof -proto bin/profile/*.pprof >$(LOAD)

bench: ## measure beside the least that could do the work; exits 1 when a goal is short
	@$(GO) run ./bench

SCALE ?= $(CURDIR)/bin/scale

bench-pages: ## open every page of the console over 2 000 000 messages, kept in SCALE (made there the first time: 10 minutes, 6 GB)
	@mkdir -p $(SCALE)
	RELAIS_TEST_SCALE=$(SCALE) $(GO) test ./web -run '^$$' -bench '^BenchmarkPages$$' -benchtime 1x -timeout 60m

bench-import: ## a caseload of 200 000 rows and a CNAF flux of 500 MB; fails when a goal is short; minutes
	RELAIS_IMPORT_SCALE=1 $(GO) test ./cmd/relais -count=1 -v -run '^TestImportAtScale$$' -timeout 30m

understand: ## how well and how fast texts are read, per category; exits 1 when a goal is short
	@$(GO) run ./bot/understand/score

generate: ## rewrite store/gen from store/queries (needs sqlc 1.31.1 in the PATH), and the API's client
	sqlc generate
	$(GO) test ./web/apiclient -count=1 -run '^TestTheClientIsThatOfTheDocument$$' -update
