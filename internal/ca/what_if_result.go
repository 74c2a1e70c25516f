package ca

// A WhatIfResult is what the service's What-If says about one policy and one sign-in.
type WhatIfResult struct {
	Policy  Policy           // as the service evaluated it
	Applies *bool            // nil: it does not say
	Reasons []AnalysisReason // why the policy does not apply: the first thing that keeps it from it
}

// DecodeWhatIf reads the answer of What-If, POST /identity/conditionalAccess/evaluate.
func DecodeWhatIf(data []byte) ([]WhatIfResult, error) {
	return decodeCollection(data, func(r *reader) WhatIfResult {
		var result WhatIfResult
		result.Applies = r.optFlag("policyApplies")
		for _, reason := range r.flags("analysisReasons") {
			if AnalysisReason(reason) != reasonNotSet {
				result.Reasons = append(result.Reasons, AnalysisReason(reason))
			}
		}
		result.Policy = readPolicy(r)
		return result
	})
}
