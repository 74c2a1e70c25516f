package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// knownModes are the modes that the model speaks of; their place is their index in a [levels].
var knownModes = []ca.Mode{
	ca.ModePassword, ca.ModeVoice, ca.ModeHardwareOATH, ca.ModeSoftwareOATH, ca.ModeSMS, ca.ModeFIDO2,
	ca.ModeWindowsHelloForBusiness, ca.ModeMicrosoftAuthenticatorPush, ca.ModeDeviceBasedPush,
	ca.ModeTemporaryAccessPassOneTime, ca.ModeTemporaryAccessPassMultiUse, ca.ModeEmail,
	ca.ModeX509SingleFactor, ca.ModeX509MultiFactor, ca.ModeFederatedSingleFactor, ca.ModeFederatedMultiFactor,
	ca.ModeQRCodePIN,
}

const modeCount = 17

// newMode is the index of every word that is not among the known modes: one that Microsoft added later.
const newMode = modeCount

var modeIndex = func() map[ca.Mode]int {
	byMode := make(map[ca.Mode]int, modeCount)
	for i, mode := range knownModes {
		byMode[mode] = i
	}
	return byMode
}()

func indexOf(mode ca.Mode) int {
	if i, known := modeIndex[mode]; known {
		return i
	}
	return newMode
}

// levels are a value for every mode.
type levels [modeCount]Value

func levelsOf(values map[ca.Mode]Value) (l levels) {
	for mode, v := range values {
		l.raise(mode, v)
	}
	return l
}

func (l *levels) raise(mode ca.Mode, v Value) { i := modeIndex[mode]; l[i] = max(l[i], v) }

func (l levels) of(mode ca.Mode) Value { return l[modeIndex[mode]] }

// A strength is an authentication strength taken apart, once, for everybody who is asked for it; found is
// false where nobody knows its id.
type strength struct {
	policy       ca.AuthenticationStrength
	found        bool
	combinations []combination
	keyLists     [][]string // the AAGUIDs that each FIDO2 restriction allows
}

// A combination is the modes that have to be presented together.
type combination struct {
	modes   []ca.Mode
	indexes []int
	most    Value // Unknown under a restriction that cannot be checked
}

func compileStrength(policy ca.AuthenticationStrength, found bool) strength {
	s := strength{policy: policy, found: found}
	for _, configuration := range policy.CombinationConfigurations {
		if configuration.Kind == ca.ConfigurationFIDO2 {
			s.keyLists = append(s.keyLists, configuration.AllowedAAGUIDs)
		}
	}
	for _, text := range policy.AllowedCombinations {
		c := combination{modes: ca.SplitModes(text), most: Yes}
		for _, mode := range c.modes {
			c.indexes = append(c.indexes, indexOf(mode))
		}
		restricted := slices.ContainsFunc(policy.CombinationConfigurations, func(configuration ca.CombinationConfiguration) bool {
			return restricts(configuration, c.modes)
		})
		if restricted || len(c.modes) == 0 {
			c.most = Unknown
		}
		s.combinations = append(s.combinations, c)
	}
	return s
}
