terraform import entraguard_security_defaults.off 00000000-0000-0000-0000-000000000005
