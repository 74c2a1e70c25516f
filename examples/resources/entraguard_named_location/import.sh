terraform import entraguard_named_location.bergen d1000000-0000-4000-8000-000000000001
