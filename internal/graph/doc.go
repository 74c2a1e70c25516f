// Package graph is Microsoft Graph as the rest of the program needs it: a tenant that is read whole, and
// Conditional Access objects that are written one at a time. It is the only package that imports the
// Microsoft Graph SDK, azidentity and kiota.
//
// The SDK authenticates, builds the requests and sends them. Bodies pass as raw JSON through package ca:
// the SDK's models read a control that they do not know as another one, and drop what they have no
// property for.
//
// # Quota
//
// The service grants one Conditional Access request a second to a tenant, all callers together, and says
// nothing about when to come back. So these requests wait in one queue ([pacer]), lists are read once and
// kept, and one list read confirms all writes that came before it ([Client.Shown]).
//
// # Consistency
//
// The service answers a read from a replica that may not know of a write yet. What this client wrote is
// therefore laid over what it reads, until the tenant shows it or something newer ([overlay]).
//
// # What was not read
//
// A fact that may not be read stays unread in the [ca.Tenant], and [Client.Unread] names the permission
// that is missing. Policies are the exception: a tenant whose policies cannot be read cannot be judged.
package graph
