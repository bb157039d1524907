// Package apiclient is a client of the API that is generated from its description:
// the tests drive the service with it, and what it cannot say is wrong in the
// description. No program is built with it.
package apiclient
