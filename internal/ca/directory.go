package ca

import "cmp"

// A User is what the verdict needs of a directory user. Properties that Graph leaves out unless they are
// selected are pointers: nil means not read.
type User struct {
	ID                    string
	DisplayName           string
	UserPrincipalName     string
	AccountEnabled        *bool
	UserType              string // Member, Guest; "" on objects that are older than the property
	OnPremisesSyncEnabled *bool
	Extra                 Extra
}

// Name is the user principal name, or what else tells people who is meant.
func (u User) Name() string { return cmp.Or(u.UserPrincipalName, u.DisplayName, u.ID) }

// IsGuest reports whether the user is a guest object.
func (u User) IsGuest() bool { return SameID(u.UserType, "Guest") }

// A Group is what the verdict and the rules need of a directory group.
type Group struct {
	ID                     string
	DisplayName            string
	GroupTypes             []string
	MembershipRule         string
	IsAssignableToRole     *bool
	IsManagementRestricted *bool
	SecurityEnabled        *bool
	Extra                  Extra
}

// IsDynamic reports whether a rule decides the members.
func (g Group) IsDynamic() bool {
	for _, t := range g.GroupTypes {
		if SameID(t, "DynamicMembership") {
			return true
		}
	}
	return false
}

// A Member is a direct member of a group.
type Member struct {
	ID   string
	Kind string // its @odata.type, for instance #microsoft.graph.user
}

// A RoleDefinition is a unifiedRoleDefinition.
type RoleDefinition struct {
	ID             string
	TemplateID     string
	DisplayName    string
	IsBuiltIn      bool
	IsEnabled      *bool
	AllowedActions []string // of all its rolePermissions
	Extra          Extra
}

// A RoleAssignment gives a principal a role: a unifiedRoleAssignment, or a schedule instance of one.
type RoleAssignment struct {
	ID               string
	PrincipalID      string
	RoleDefinitionID string
	DirectoryScopeID string // "/" is the tenant
	AppScopeID       string
	AssignmentType   string // schedule instances: Assigned, Activated
	MemberType       string // schedule instances: Direct, Group, Inherited
	EndDateTime      string // schedule instances: "" is permanent
	Extra            Extra
}

// AtTenantScope reports whether the assignment holds for the whole tenant.
func (a RoleAssignment) AtTenantScope() bool {
	return a.DirectoryScopeID == "/" && (a.AppScopeID == "" || a.AppScopeID == "/")
}

// A ServicePrincipal is what the pipeline's verdict needs.
type ServicePrincipal struct {
	ID                     string
	AppID                  string
	DisplayName            string
	ServicePrincipalType   string // Application, ManagedIdentity, …
	AppOwnerOrganizationID string
	SignInAudience         string
	AccountEnabled         *bool
	Extra                  Extra
}

// A Domain is a verified domain of the tenant.
type Domain struct {
	ID                 string // the name
	AuthenticationType string // Managed, Federated
	Extra              Extra
}

// An AuthenticationContext is an authenticationContextClassReference.
type AuthenticationContext struct {
	ID          string // c1 … c99
	DisplayName string
	Description string
	IsAvailable bool
	Extra       Extra
}
