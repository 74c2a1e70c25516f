package graphsim

import "encoding/json"

// audited are the collections whose changes the directory audits tell, with the
// words that the audits have for them.
var audited = map[string]struct{ noun, property string }{
	policies:       {"conditional access policy", "ConditionalAccessPolicy"},
	namedLocations: {"named location", "NamedLocation"},
	contexts:       {"authentication context", "AuthenticationContextClassReference"},
}

// initiator is who made a change, as an audit names them.
type initiator struct{ app, user tree }

// someoneElse is the other administrator of a test.
var someoneElse = initiator{user: tree{"id": nil, "displayName": "Another administrator", "userPrincipalName": nil, "ipAddress": nil}}

// audit writes what happened to an object into the directory audits, where those
// are known. before or after is nil for an object that was not or is not there.
func (t *tenant) audit(by initiator, at, correlationID, collection string, before, after tree) {
	a, isAudited := audited[collection]
	if !isAudited || !t.collection(directoryAudits).known {
		return
	}
	operation, object := "Update", after
	switch {
	case before == nil:
		operation = "Add"
	case after == nil:
		operation, object = "Delete", before
	}
	t.collection(directoryAudits).put(tree{
		"id": "Directory_" + newGUID(), "category": "Policy", "correlationId": correlationID,
		"result": "success", "resultReason": nil, "loggedByService": "Conditional Access",
		"activityDisplayName": operation + " " + a.noun, "activityDateTime": at, "operationType": operation,
		"initiatedBy": tree{"app": nullable(by.app), "user": nullable(by.user)},
		"targetResources": []any{tree{
			"id": object["id"], "displayName": object["displayName"], "type": "Policy", "userPrincipalName": nil, "groupType": nil,
			"modifiedProperties": []any{tree{"displayName": a.property, "oldValue": asText(before), "newValue": asText(after)}},
		}},
		"additionalDetails": []any{},
	})
}

// audit tells that the caller changed an object.
func (c *call) audit(collection string, before, after tree) {
	c.tenant.audit(c.by, timestamp(c.now), c.correlationID, collection, before, after)
}

// asText is an object as an audit quotes it: whole, so that a change can be undone.
func asText(object tree) any {
	if object == nil {
		return nil
	}
	data, _ := json.Marshal(object) // came from JSON
	return string(data)
}

func nullable(object tree) any {
	if object == nil {
		return nil
	}
	return object
}

// initiator is the application that a token was issued to. Callers hold the lock.
func (s *Server) initiator(t token) initiator {
	id := s.servicePrincipalID(t.client)
	var name any
	if r := s.tenant.collection(servicePrincipals).find(id); r != nil {
		name = r.object["displayName"]
	}
	return initiator{app: tree{"appId": t.client, "displayName": name, "servicePrincipalId": id, "servicePrincipalName": nil}}
}
