package sandbox

// land is one half of the pilot territory. The communes and postcodes are real,
// the streets and buildings are not.
type land struct {
	name     string
	slug     string
	communes []commune
	sites    []site
}

type commune struct {
	postcode, name string
	weight         int // rough share of the inhabitants
}

type site struct {
	name, address, phone string
	weight               int
}

var lands = []land{
	{
		name: "Pays de Redon", slug: "redon",
		communes: []commune{
			{"35600", "Redon", 34},
			{"35550", "Pipriac", 14},
			{"35600", "Bains-sur-Oust", 8},
			{"35600", "Sainte-Marie", 6},
			{"35390", "Grand-Fougeray", 8},
			{"35660", "La Chapelle-de-Brain", 4},
			{"35660", "Renac", 4},
			{"35660", "Langon", 5},
			{"35550", "Sixt-sur-Aff", 6},
			{"35550", "Saint-Just", 4},
			{"35550", "Lohéac", 3},
			{"35550", "Bruc-sur-Aff", 3},
		},
		sites: []site{
			{"CDAS", "8 rue du Port, 35600 Redon", "02 61 91 01 02", 4},
			{"Maison du canton", "2 place des Tilleuls, 35550 Pipriac", "02 61 91 01 12", 2},
		},
	},
	{
		name: "Vallons de Vilaine", slug: "vallons",
		communes: []commune{
			{"35580", "Guichen", 20},
			{"35470", "Bain-de-Bretagne", 18},
			{"35480", "Guipry-Messac", 16},
			{"35330", "Val d'Anast", 10},
			{"35580", "Goven", 8},
			{"35890", "Laillé", 7},
			{"35890", "Bourg-des-Comptes", 6},
			{"35470", "Pléchâtel", 5},
			{"35580", "Baulon", 4},
			{"35580", "Saint-Senoux", 3},
			{"35470", "La Noë-Blanche", 3},
		},
		sites: []site{
			{"CDAS", "14 rue des Ajoncs, 35580 Guichen", "02 61 91 02 02", 3},
			{"Espace Vilaine", "5 quai des Gabares, 35480 Guipry-Messac", "02 61 91 02 12", 2},
			{"Relais social", "21 rue du Lavoir, 35470 Bain-de-Bretagne", "02 61 91 02 22", 2},
		},
	},
}

var streets = []string{
	"rue des Genêts", "impasse du Verger", "allée des Châtaigniers", "rue de la Fontaine Blanche", "chemin des Bruyères",
	"rue du Moulin à vent", "place du Puits", "rue des Mésanges", "lotissement du Clos neuf", "route des Landes", "rue de l'Écluse", "cité des Hortensias",
}
