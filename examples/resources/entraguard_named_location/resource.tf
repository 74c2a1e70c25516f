resource "entraguard_named_location" "bergen" {
  display_name = "Bergen office"

  ip = {
    ip_ranges  = ["198.51.100.0/24", "2001:db8:17::/48"]
    is_trusted = true
  }
}

resource "entraguard_named_location" "nordics" {
  display_name = "Nordic countries"

  country = {
    countries_and_regions = ["DK", "FI", "IS", "NO", "SE"]
  }
}
