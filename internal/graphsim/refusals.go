package graphsim

import (
	"fmt"
	"net/http"
)

// The texts below are the service's own where somebody captured them. Those that
// nobody captured are marked "assumed"; doc.go lists them for the reader.

func badRequest(format string, args ...any) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BadRequest", message: fmt.Sprintf(format, args...)}
}

// malformed is the service's catch-all: it names no field, so detail goes to the log.
func malformed(typeName, detail string) *refusal {
	r := badRequest("1007: Incoming %[1]s object is null or does not match the schema of %[1]s type. For examples, please see API documentation at https://docs.microsoft.com/en-us/graph/api/conditionalaccessroot-post-policies?view=graph-rest-1.0.", typeName)
	r.detail = detail
	return r
}

func noApplications() *refusal {
	return badRequest("1011: 'applications' condition must specify the applications to include. Try 'includeApplications' = ['none'] to start with. For examples, please see API documentation at https://docs.microsoft.com/en-us/graph/api/conditionalaccesspolicy-update?view=graph-rest-beta.")
}

func twoTargets() *refusal {
	return badRequest("1012: 'applications' condition cannot include both 'includeApplications' and 'includeUserActions'/'includeProtectionLevels'. Please remove one of the conditions.")
}

// invalidControls is 1032 with the reason word that the service gives.
func invalidControls(detail string) *refusal {
	r := badRequest("1032: ConditionalActionPolicy validation failed due to InvalidControls.")
	r.detail = detail
	return r
}

func invalidPasswordReset(detail string) *refusal {
	r := badRequest("1032: ConditionalActionPolicy validation failed due to InvalidPasswordResetControl.")
	r.detail = detail
	return r
}

func unknownApplication(appID string) *refusal {
	return badRequest("1034: Policy contains invalid applications: {%q:\"ServicePrincipalNotFound\"}", appID)
}

func unknownLocation(id string) *refusal {
	return badRequest("1040: NamedLocation with id %s does not exist in the directory.", id)
}

func noClientAppTypes() *refusal {
	return badRequest("1064: 'clientAppTypes' condition does not support []. If you want to target all client apps, use ['All']. If you want to target modern authentication clients, use ['browser', 'mobileAppsAndDesktopClients']. For examples, please see API documentation at https://docs.microsoft.com/en-us/graph/api/conditionalaccessroot-post-policies?view=graph-rest-beta.")
}

func securityDefaultsOn() *refusal {
	return badRequest("Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy.")
}

// limitReached is assumed: nobody has published what the service says.
func limitReached(what string, limit int) *refusal {
	return badRequest("The tenant has reached the maximum of %d %s.", limit, what)
}

func wrongType(odataType string) *refusal {
	return badRequest("Invalid OData type specified: %q", odataType)
}

// notInDirectory is the 404 of Conditional Access objects. The text was captured
// for policies; the code word, and the text for other types, are assumed.
func notInDirectory(typeName, id string) *refusal {
	return &refusal{status: http.StatusNotFound, code: "NotFound", message: fmt.Sprintf("%s with id %s does not exist in the directory.", typeName, id)}
}

// noSuchObject is the 404 of directory objects.
func noSuchObject(id string) *refusal {
	return &refusal{status: http.StatusNotFound, code: "Request_ResourceNotFound", message: fmt.Sprintf("Resource '%s' does not exist or one of its queried reference-property objects are not present.", id)}
}

func noSuchPath(path string) *refusal {
	return &refusal{status: http.StatusBadRequest, code: "BadRequest", message: fmt.Sprintf("Resource not found for the segment '%s'.", path)}
}

func wrongMethod() *refusal {
	return &refusal{status: http.StatusMethodNotAllowed, code: "Request_BadRequest", message: "Specified HTTP method is not allowed for the request target."}
}

// scopesMissing is the 403 of Conditional Access and other policies.
func scopesMissing() *refusal {
	return &refusal{status: http.StatusForbidden, code: "AccessDenied", message: "You cannot perform the requested operation, required scopes are missing in the token."}
}

// privilegesMissing is the 403 of the directory.
func privilegesMissing() *refusal {
	return &refusal{status: http.StatusForbidden, code: "Authorization_RequestDenied", message: "Insufficient privileges to complete the operation."}
}

func tooManyRequests() *refusal {
	return &refusal{status: http.StatusTooManyRequests, code: "TooManyRequests", message: "Too many requests."}
}

func badToken(message string) *refusal {
	return &refusal{status: http.StatusUnauthorized, code: "InvalidAuthenticationToken", message: message}
}
