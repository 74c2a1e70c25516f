// Package graphsim is a Microsoft Graph on loopback: one tenant, the endpoints
// that Conditional Access and the questions about lock-out need, and the token
// endpoint that goes with them. Tests run a client against it over real HTTP; the
// command "entraguard simulate" serves it to other programs.
//
// It was written from Microsoft's published metadata and documentation and from
// what others captured of the service, never from our own client, and it shares no
// type with it: one wrong belief would otherwise pass on both sides. For the same
// reason its answers keep the service's bad habits. A read may be stale, a refusal
// names no field, a 429 does not say how long to wait, and v1.0 hides what only
// beta knows.
//
//	s := graphsim.New(graphsim.Options{Quota: 1, Staleness: 2})
//	if err := s.Load("testdata/contoso"); err != nil { … }
//	url, err := s.Listen("127.0.0.1:0")
//
// [Options] chooses behaviours, each with the claim about a client that it exists
// to test. A separate process has POST clock, GET requests and POST reset-log below
// /_simulator/.
//
// # What can go wrong
//
//	429, quota of the tenant   Options.Quota; with a Retry-After, Options.RetryAfter
//	429 or 5xx, at a moment    Server.Fail
//	slow                       Options.Delay for all, Server.Slow at a moment
//	connection cut             Server.Cut, before the effect or after it
//	stale reads                Options.Staleness; with Alternate, old and new replicas in turn
//	stale lists alone          Options.StaleLists
//	404 after create           Options.Unseen
//	another administrator      Server.Edit and Server.Remove, at a moment inside Server.Hook
//	401                        Server.ExpireTokens
//	403 for a permission       Options.RequireScopes, Server.Withdraw at a moment
//	403 for a licence          Options.Licences
//	What-If that disagrees     Server.Contradict
//	error and body forms       Options.OldErrors, Reorder, PageSize, PatchReplaces, NullStrict, EmptyStrict
//
// [Server.Requests] says what was asked, [Server.ConditionalAccessRequests] how much
// of it counted toward the tenant's quota.
//
// # Where things are
//
//	server, serve, route, call        one request, from the listener to its handler
//	token, token_endpoint             sign-in, and which permissions a token holds
//	batch, quota, faults, request_log, control, clock
//	policies, policy_*, managed_policies, patch
//	named_locations, location_rules, deleted_items
//	strengths, strength_*, contexts, templates, templates_provided, agreements
//	evaluate, evaluate_*              What-If: the request, and one file for each kind of condition
//	filter_rules, filter_rule_*       filters on devices and attributes
//	directory, membership, roles, tenant_policies, audit_logs, audit_trail
//	shape, shape_*, conform, complete the types of the metadata, and bodies held to them
//	listing, query_support, filter_*  $filter, $select, $top, $count, $orderby, pages
//	collection, replica_lag, tenant   what is stored, and what readers see of it
//	load, stored_form, veil, dump, seed
//
// Its tests hold every answer and every accepted body against the published
// OpenAPI where that lies beside the repository, and against a small one of our own
// (openapi_*_test.go); they send and load the examples of the documentation
// (documented_test.go); and TestContract runs the same clauses against the simulator
// that TestLiveContract runs against a live tenant (contract_*_test.go).
//
// # A tenant on disk
//
// [Server.Load] reads a folder with one file per list request. What it has no file
// for is unread: the endpoints answer 403, also for the single user or group that a
// per-object file leaves out, and for every answer that would have to go through
// one. Only policies, named locations, strengths and contexts are then empty, so
// that they can be written; and what Microsoft provides is always there. Loading judges nothing: an export may hold what the
// service would refuse today. A PATCH does not look up again what a policy
// already refers to.
//
// # Assumptions
//
// Where nobody has published or captured what the service does, the simulator has
// to do something. None of this is evidence about the service.
//
// Texts and codes. The numbers 1007, 1011, 1012, 1032, 1034, 1040, 1064, the text
// about security defaults, 1118 for the template of a policy, the 403 of Conditional
// Access for a permission and for a licence, that of the sign-in log for a licence, the
// 404 texts of policies and of directory objects, the refusals of advanced queries, and
// 429 were captured. Assumed are: the code word
// "NotFound" of the 404 for policies; the 404 texts of other Conditional Access
// types; 1007 with the names of other types in it; that an unknown property, an
// unknown enum word, a null collection and an id that is no GUID all give 1007;
// 1012 for applications beside authentication contexts; 1032 InvalidControls for
// every set of controls that does not fit; and the texts of all remaining
// refusals: nobody included, mfa beside a strength, unknown strength, custom role,
// conditions of workload and device registration policies, filter rules, ranges
// and countries, limits, changing a policy that Microsoft manages, every refusal of
// evaluate, and deleting what is trusted, published or in use.
// The 403 of the directory is the same for every endpoint of it.
//
// Order. Which of several faults is reported is assumed; so is that a refused
// token comes before the quota, and the quota before permissions.
//
// References. Ids of users, groups and terms of use are not looked up. Application
// ids are looked up only once service principals are known, and Microsoft's own
// pass always. Roles are refused only when they are known to be custom. Contexts
// need not exist. A location or a strength must exist where a reader would see it.
//
// Rules of the portal that nobody saw the API enforce are not enforced: "All"
// beside single applications, a persistent browser session without all resources,
// application enforced restrictions for other applications, upper bounds of a
// sign-in frequency. A sign-in frequency of every time is accepted by v1.0.
//
// Queries. Collections take the options that the metadata does not say they refuse;
// $filter takes every property. In the directory ne, not, endsWith, $orderby beside
// $filter, and a $count in the path want ConsistencyLevel; $count=true alone is taken
// without it. A binding of a navigation property (@odata.bind) is refused.
//
// Licences. Writing policies and named locations takes P1, conditions of risk P2,
// service principals a licence of their own, the sign-in log P1. Reading and deleting
// take none, and neither do strengths and contexts.
//
// Microsoft's own. A policy is managed by Microsoft when its name begins so and it
// has a template, which no client can give it; its state and its excluded users, groups
// and roles can be changed. Templates are described by their names, and previews among
// them that v1.0 cannot express are left out. Terms of use can be read by users alone.
//
// Audits. Changes of policies, named locations and contexts are in the directory
// audits at once, whole, while those are read at all; a restore is there as an addition.
// Strengths and security defaults are not audited, and no sign-in writes a log.
//
// Stored form. An object in which nothing is set becomes null. A policy that asks
// for riskRemediation gains the built-in multifactor strength. insiderRiskLevels,
// authenticationFlows and servicePrincipalRiskLevels are missing from the answer to
// POST while they are unset and present in GET. A guest condition of the kind none is null. The control
// verifiedID, which no metadata has, is taken by beta, and shown by v1.0 as an unknown member. deletedDateTime, times and
// deviceStates are answered as null by v1.0, and v1.0 takes null for members that
// only beta has. description and templateId in a body are forgotten. Ranges are
// kept as written, with /8 as the widest. Country codes are two letters, any two.
//
// Writes. PATCH merges nested objects and takes null, unless the options say
// otherwise. PATCH of a context that does not exist answers 201. A strength takes
// combination configurations in POST. usage counts a policy under mfa when the
// strength is certain to be asked for. A restored location is untrusted, a restored
// policy as it was. Limits are those that are documented: 240 policies in any
// state, deleted ones not counted, 195 locations, 2,000 ranges, 15 strengths.
// Security defaults can be switched on while policies are enabled.
//
// What-If. Documented are the request, the words of the reasons, that the first
// reason is named, that missing inputs count as not matching, and by examples that a
// policy on all resources covers the registration of security information and not
// an authentication context. Assumed are: the order identity, target, platform,
// location, client app, device, risk, flow; notEnoughInformation where the address,
// the country or the device is missing that a policy asks for; policyNotEnabled for
// disabled policies; signInRisk for the risk of a service principal; and which
// applications stand behind the names of suites. A device is what the request says of
// it, a country is never looked up from an address. evaluate counts toward the quota.
//
// Quota. The throttling documentation names policies and named locations; deleted
// items of these count too, strengths and contexts do not. Directory and report
// quotas are not simulated.
//
// # What it does not do
//
// It enforces no policy: no sign-in fails, the token endpoint included. It knows no
// protected actions and no claims challenges; [Server.Fail] can stand in for their
// refusals. It does not restore at the live path (policies/{id}/restore), does not write
// terms of use, and has no registration report. It signs no token and checks no
// assertion, and so serves on loopback only.
package graphsim
