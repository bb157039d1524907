package parcours

// crockford is the base-32 alphabet without I, L, O and U, which are misread.
const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

// NewReference returns the 5 characters by which a message is named on the phone
// and told from another of the same text. random gives 32 random bits.
func NewReference(random func() uint32) string {
	bits := random()
	var reference [5]byte
	for i := range reference {
		reference[i] = crockford[bits&31]
		bits >>= 5
	}
	return string(reference[:])
}
