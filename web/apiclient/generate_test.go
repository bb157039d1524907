package apiclient_test

import (
	"bytes"
	"flag"
	"go/format"
	"os"
	"testing"

	"relais/web"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/oapi-codegen/oapi-codegen/v2/pkg/codegen"
)

var update = flag.Bool("update", false, "write the client again")

const file = "client.gen.go"

// TestTheClientIsThatOfTheDocument generates the client from the description of the
// API and compares; -update writes it.
func TestTheClientIsThatOfTheDocument(t *testing.T) {
	text, err := web.Document()
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi3.NewLoader().LoadFromData(text)
	if err != nil {
		t.Fatal(err)
	}
	generated, err := codegen.Generate(document, codegen.Configuration{
		PackageName: "apiclient", NoVCSVersionOverride: new("from the description"), Generate: codegen.GenerateOptions{Models: true, Client: true},
		OutputOptions: codegen.OutputOptions{SkipPrune: true}, Compatibility: codegen.CompatibilityOptions{AlwaysPrefixEnumValues: true},
	}.UpdateDefaults())
	if err != nil {
		t.Fatal(err)
	}
	want, err := format.Source([]byte(generated))
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, want, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("the API and its client differ: go test ./web/apiclient -update")
	}
}
