//go:build !linux

package main_test

import (
	"errors"
	"testing"
)

func newNamespaces(*testing.T, int) (network, error) {
	return nil, errors.New("network namespaces are Linux's")
}
