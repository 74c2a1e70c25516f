package ca

// DecodeUsers reads the answer of a user list request.
func DecodeUsers(data []byte) ([]User, error) {
	return decodeCollection(data, func(r *reader) User {
		u := User{
			ID:                    r.text("id"),
			DisplayName:           r.text("displayName"),
			UserPrincipalName:     r.text("userPrincipalName"),
			AccountEnabled:        r.optFlag("accountEnabled"),
			UserType:              r.text("userType"),
			OnPremisesSyncEnabled: r.optFlag("onPremisesSyncEnabled"),
		}
		u.Extra = r.rest()
		return u
	})
}

// DecodeGroups reads the answer of a group list request.
func DecodeGroups(data []byte) ([]Group, error) {
	return decodeCollection(data, func(r *reader) Group {
		g := Group{
			ID:                     r.text("id"),
			DisplayName:            r.text("displayName"),
			GroupTypes:             r.texts("groupTypes"),
			MembershipRule:         r.text("membershipRule"),
			IsAssignableToRole:     r.optFlag("isAssignableToRole"),
			IsManagementRestricted: r.optFlag("isManagementRestricted"),
			SecurityEnabled:        r.optFlag("securityEnabled"),
		}
		g.Extra = r.rest()
		return g
	})
}

// DecodeGroupMembers reads direct members: group id to a list of members.
func DecodeGroupMembers(data []byte) (map[string][]Member, error) {
	return decodePerObject(data, func(r *reader) Member { return Member{ID: r.text("id"), Kind: r.kind()} })
}

// DecodeRoleDefinitions reads the answer of a role definition list request.
func DecodeRoleDefinitions(data []byte) ([]RoleDefinition, error) {
	return decodeCollection(data, func(r *reader) RoleDefinition {
		d := RoleDefinition{
			ID:          r.text("id"),
			TemplateID:  r.text("templateId"),
			DisplayName: r.text("displayName"),
			IsBuiltIn:   r.flag("isBuiltIn"),
			IsEnabled:   r.optFlag("isEnabled"),
		}
		for _, actions := range readObjects(r, "rolePermissions", func(r *reader) []string {
			return r.texts("allowedResourceActions")
		}) {
			d.AllowedActions = append(d.AllowedActions, actions...)
		}
		d.Extra = r.rest()
		return d
	})
}

// DecodeRoleAssignments reads the answer of a role assignment or schedule instance list request.
func DecodeRoleAssignments(data []byte) ([]RoleAssignment, error) {
	return decodeCollection(data, func(r *reader) RoleAssignment {
		a := RoleAssignment{
			ID:               r.text("id"),
			PrincipalID:      r.text("principalId"),
			RoleDefinitionID: r.text("roleDefinitionId"),
			DirectoryScopeID: r.text("directoryScopeId"),
			AppScopeID:       r.text("appScopeId"),
			AssignmentType:   r.text("assignmentType"),
			MemberType:       r.text("memberType"),
			EndDateTime:      r.text("endDateTime"),
		}
		a.Extra = r.rest()
		return a
	})
}

// DecodeServicePrincipals reads the answer of a service principal list request.
func DecodeServicePrincipals(data []byte) ([]ServicePrincipal, error) {
	return decodeCollection(data, func(r *reader) ServicePrincipal {
		s := ServicePrincipal{
			ID:                     r.text("id"),
			AppID:                  r.text("appId"),
			DisplayName:            r.text("displayName"),
			ServicePrincipalType:   r.text("servicePrincipalType"),
			AppOwnerOrganizationID: r.text("appOwnerOrganizationId"),
			SignInAudience:         r.text("signInAudience"),
			AccountEnabled:         r.optFlag("accountEnabled"),
		}
		s.Extra = r.rest()
		return s
	})
}

// DecodeDomains reads the answer of a domain list request.
func DecodeDomains(data []byte) ([]Domain, error) {
	return decodeCollection(data, func(r *reader) Domain {
		d := Domain{ID: r.text("id"), AuthenticationType: r.text("authenticationType")}
		d.Extra = r.rest()
		return d
	})
}
