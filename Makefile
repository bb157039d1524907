# The two commands that matter: `make run` shows the product, `make test` proves it.
# Everything else is a part of one of them, or for the maintainers.

GO      ?= go
BIN     := bin/relais
PACKAGE := ./cmd/relais

export CGO_ENABLED := 0

.PHONY: run build test lint crash screenshots bench generate

run: build ## build and start the demo: no account, nothing to configure
	@$(BIN) demo

build:
	@$(GO) build -trimpath -ldflags="-s -w" -o $(BIN) $(PACKAGE)

test: ## every package, on SQLite and, where there is a server, PostgreSQL
	$(GO) vet ./...
	$(GO) test ./...

lint: ## formatting, vet, staticcheck, dead code: all must be silent
	@test -z "$$($(GO) tool gofumpt -l . | tee /dev/stderr)"
	$(GO) vet ./...
	$(GO) tool staticcheck ./...
	@test -z "$$($(GO) tool deadcode -test ./... | tee /dev/stderr)"

bench: ## measure beside the least that could do the work; exits 1 when a goal is short
	@$(GO) run ./bench

generate: ## rewrite store/gen from store/queries (needs sqlc 1.31.1 in the PATH)
	sqlc generate
