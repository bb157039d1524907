//go:build !unix

package main

import "time"

var began = time.Now()

// processTime is the time since the start, where the system does not tell better.
func processTime() time.Duration { return time.Since(began) }
