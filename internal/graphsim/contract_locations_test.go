package graphsim_test

import "net/http"

func locationClauses() []clause {
	return []clause{
		{"location-is-created-changed-and-deleted", locationLives},
		{"location-of-countries-has-defaults", locationOfCountries},
		{"location-needs-its-type", locationUntyped},
		{"location-that-is-trusted-stays", locationTrusted},
		{"location-that-is-named-stays", locationNamed},
	}
}

func locationLives(c *contract) {
	item := locationsPath + "/" + c.make(locationsPath, ipLocation(c.name("office"), false, "198.51.100.0/24")).id()
	c.shows(item, "ipRanges", []any{object{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "198.51.100.0/24"}})
	c.patch(item, ipLocation(c.name("branch"), false, "198.51.100.0/25")).want(http.StatusNoContent)
	c.shows(item, "displayName", c.name("branch"))
	c.delete(item).want(http.StatusNoContent)
	c.gone(item)
}

func locationOfCountries(c *contract) {
	item := locationsPath + "/" + c.make(locationsPath, countryLocation(c.name("home"), "NO", "SE")).id()
	c.shows(item, "includeUnknownCountriesAndRegions", false)
	c.shows(item, "countryLookupMethod", "clientIpAddress")
}

func locationUntyped(c *contract) {
	c.post(locationsPath, object{"displayName": c.name("untyped"), "countriesAndRegions": []any{"NO"}}).want(http.StatusBadRequest)
}

func locationTrusted(c *contract) {
	id := c.make(locationsPath, ipLocation(c.name("trusted"), true, "198.51.100.0/24")).id()
	item := locationsPath + "/" + id
	c.shows(item, "isTrusted", true)
	c.delete(item).want(http.StatusBadRequest)
	c.patch(item, ipLocation(c.name("trusted"), false, "198.51.100.0/24")).want(http.StatusNoContent)
	c.shows(item, "isTrusted", false)
	c.delete(item).want(http.StatusNoContent)
}

func locationNamed(c *contract) {
	id := c.make(locationsPath, countryLocation(c.name("named"), "NO")).id()
	policy := c.make(policiesPath, c.policy(with("conditions/locations", object{"includeLocations": []any{id}}))).id()
	c.delete(locationsPath + "/" + id).want(http.StatusBadRequest)
	c.delete(policiesPath + "/" + policy).want(http.StatusNoContent)
	c.gone(policiesPath + "/" + policy)
	c.delete(locationsPath + "/" + id).want(http.StatusNoContent)
}
