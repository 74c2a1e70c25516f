package graphsim

import (
	"slices"
	"strconv"
	"strings"
)

func extensionAttributeName(n int) string { return "extensionAttribute" + strconv.Itoa(n) }

// device matches the device of the request. The service looks up nothing that the
// request does not say, and a request without a device says too little.
func (s *signIn) device(conditions tree) (reason, *refusal) {
	filter := child(child(conditions, "devices"), "deviceFilter")
	states := child(conditions, "deviceStates")
	if filter == nil && isUnset(states) {
		return applies, nil
	}
	device := child(s.conditions, "deviceInfo")
	if device == nil {
		return notEnoughInformation, nil
	}
	if filter != nil && !filterFits(filter, deviceOperators, func(property string) []string {
		name := strings.TrimPrefix(property, "device.")
		if name == "deviceownership" {
			name = "ownership"
		}
		return lowerValues(memberFold(device, name))
	}) || inStates(words(states, "excludeStates"), device) {
		return becauseDevices, nil
	}
	return applies, nil
}

// inStates reads the states that device filters have replaced.
func inStates(states []string, device tree) bool {
	return slices.Contains(states, "Compliant") && truth(device, "isCompliant") ||
		slices.Contains(states, "DomainJoined") && word(device, "trustType") == "ServerAD"
}
