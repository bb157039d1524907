package parcours

// Path is how far people went on after their first interview: the orientation and
// the contract.
type Path struct {
	OrientedWithin   int `json:"oriented_within_days"`
	ContractedWithin int `json:"contracted_within_days"`
	// Mature people entered more than OrientedWithin days ago.
	Mature         int `json:"mature"`
	OrientedInTime int `json:"oriented_in_time"`
	// Types share OrientedInTime by the orientation in force.
	Types map[Orientation]int `json:"types"`
	// LateOriented were oriented after the term; the others of Mature are not oriented.
	LateOriented int             `json:"oriented_late"`
	LeftOut      map[LeftOut]int `json:"left_out"`
	// Oriented people were so more than ContractedWithin days ago.
	Oriented int `json:"oriented"`
	// Contracted signed a contract, ContractedInTime within the days; a renewal is not a
	// second success.
	Contracted       int             `json:"contracted"`
	ContractedInTime int             `json:"contracted_in_time"`
	ContractLeftOut  map[LeftOut]int `json:"contract_left_out"`
}

// PathGroup is n people alike.
type PathGroup struct {
	Orientation Orientation
	// Mature for the orientation; LeftOut of its rate.
	Mature                   bool
	LeftOut                  LeftOut
	Oriented, OrientedInTime bool
	// ContractMature for the contract; ContractLeftOut of its rate.
	ContractMature               bool
	ContractLeftOut              LeftOut
	Contracted, ContractedInTime bool
	People                       int
}

// Add counts a group.
func (p *Path) Add(g PathGroup) {
	if p.Types == nil {
		p.Types, p.LeftOut, p.ContractLeftOut = map[Orientation]int{}, map[LeftOut]int{}, map[LeftOut]int{}
	}
	switch {
	case g.LeftOut != LeftOutNone:
		p.LeftOut[g.LeftOut] += g.People
	case !g.Mature:
		p.LeftOut[LeftOutImmature] += g.People
	default:
		p.Mature += g.People
		switch {
		case g.OrientedInTime:
			p.OrientedInTime += g.People
			p.Types[g.Orientation] += g.People
		case g.Oriented:
			p.LateOriented += g.People
		}
	}
	if !g.Oriented {
		return
	}
	switch {
	case g.ContractLeftOut != LeftOutNone:
		p.ContractLeftOut[g.ContractLeftOut] += g.People
	case !g.ContractMature:
		p.ContractLeftOut[LeftOutImmature] += g.People
	default:
		p.Oriented += g.People
		if g.Contracted {
			p.Contracted += g.People
		}
		if g.ContractedInTime {
			p.ContractedInTime += g.People
		}
	}
}
