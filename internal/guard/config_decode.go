package guard

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// DecodeConfig reads a guard.json. What it leaves out has its default; a key that is not known, or a value
// that cannot be used, is an error of one line.
func DecodeConfig(data []byte) (Config, error) {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	var file configFile
	if err := decoder.Decode(&file); err != nil {
		return Config{}, decodeError(data, err)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Config{}, fmt.Errorf("line %d: more text after the end of the JSON value", lineAt(data, decoder.InputOffset()))
	}
	config, err := file.config()
	if err != nil {
		return Config{}, err
	}
	return config, config.Validate()
}

// configFile is guard.json. A pointer that stays nil is a key that was left out or null.
type configFile struct {
	MinimumAdmins *int `json:"minimum_admins"`
	BreakGlass    struct {
		Users   []string `json:"users"`
		Groups  []string `json:"groups"`
		Minimum *int     `json:"minimum"`
	} `json:"break_glass"`
	Pipeline struct {
		ServicePrincipalID string `json:"service_principal_id"`
	} `json:"pipeline"`
	Staging struct {
		Mode          *StagingMode `json:"mode"`
		MinimumSoak   *string      `json:"minimum_soak"`
		Evidence      *Evidence    `json:"evidence"`
		MaximumImpact *int         `json:"maximum_impact"`
	} `json:"staging"`
	Assume struct {
		Platforms          []ca.Platform `json:"platforms"`
		Networks           []networkFile `json:"networks"`
		PipelineNetworks   []networkFile `json:"pipeline_networks"`
		CertificateUsers   []string      `json:"certificate_users"`
		TermsOfUseAccepted bool          `json:"terms_of_use_accepted"`
	} `json:"assume"`
	Waivers []struct {
		Rule    string `json:"rule"`
		Policy  string `json:"policy"`
		Reason  string `json:"reason"`
		Expires string `json:"expires"`
	} `json:"waivers"`
	OnUndecided  *OnUndecided `json:"on_undecided"`
	Verify       *Verify      `json:"verify"`
	MaxStaleness *string      `json:"max_staleness"`
	OrderWait    *string      `json:"order_wait"`
	Settle       *string      `json:"settle"`
}

type networkFile struct {
	Address string `json:"address"`
	Country string `json:"country"`
	Account string `json:"account"`
}

func (f configFile) config() (Config, error) {
	c := Defaults()
	override(&c.MinimumAdmins, f.MinimumAdmins)
	c.BreakGlass.Users, c.BreakGlass.Groups = f.BreakGlass.Users, f.BreakGlass.Groups
	override(&c.BreakGlass.Minimum, f.BreakGlass.Minimum)
	c.Pipeline = f.Pipeline.ServicePrincipalID
	override(&c.Staging.Mode, f.Staging.Mode)
	override(&c.Staging.Evidence, f.Staging.Evidence)
	override(&c.Staging.MaximumImpact, f.Staging.MaximumImpact)
	c.Assume = ca.Assumptions{
		Platforms:          f.Assume.Platforms,
		Networks:           networks(f.Assume.Networks),
		PipelineNetworks:   networks(f.Assume.PipelineNetworks),
		CertificateUsers:   f.Assume.CertificateUsers,
		TermsOfUseAccepted: f.Assume.TermsOfUseAccepted,
	}
	for _, w := range f.Waivers {
		c.Waivers = append(c.Waivers, Waiver(w))
	}
	override(&c.OnUndecided, f.OnUndecided)
	override(&c.Verify, f.Verify)
	return c, firstError(
		overrideDuration(&c.Staging.MinimumSoak, "staging.minimum_soak", f.Staging.MinimumSoak),
		overrideDuration(&c.MaxStaleness, "max_staleness", f.MaxStaleness),
		overrideDuration(&c.OrderWait, "order_wait", f.OrderWait),
		overrideDuration(&c.Settle, "settle", f.Settle),
	)
}

func override[T any](setting *T, given *T) {
	if given != nil {
		*setting = *given
	}
}

func overrideDuration(setting *time.Duration, path string, given *string) error {
	if given == nil {
		return nil
	}
	d, err := ParseDuration(path, *given)
	if err == nil {
		*setting = d
	}
	return err
}

// ParseDuration reads a duration of the guard block, such as 168h. The path names it in the error.
func ParseDuration(path, text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, configError(path, "%q is not a duration such as 168h or 10s", text)
	}
	return d, nil
}

func networks(files []networkFile) []ca.Network {
	var list []ca.Network
	for _, f := range files {
		list = append(list, ca.Network(f))
	}
	return list
}

// decodeError says in plain words what encoding/json says in Go's.
func decodeError(data []byte, err error) error {
	var syntax *json.SyntaxError
	var shape *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("line %d: not JSON: %s", lineAt(data, syntax.Offset), syntax.Error())
	case errors.As(err, &shape):
		where := shape.Field
		if where == "" {
			where = "the document"
		}
		return fmt.Errorf("line %d: %s: want %s, found %s", lineAt(data, shape.Offset), where, wanted(shape), found(shape.Value))
	case errors.Is(err, io.EOF):
		return errors.New("the document is empty")
	case errors.Is(err, io.ErrUnexpectedEOF):
		return fmt.Errorf("line %d: not JSON: the document ends too early", lineAt(data, int64(len(data))))
	}
	if key, ok := strings.CutPrefix(err.Error(), "json: unknown field "); ok {
		return fmt.Errorf("line %d: %s is not a key of the guard block", lineOfKey(data, key), key)
	}
	return fmt.Errorf("not JSON: %w", err)
}

func wanted(shape *json.UnmarshalTypeError) string {
	switch name := shape.Type.Kind().String(); name {
	case "struct":
		return "an object"
	case "slice":
		return "a list"
	case "bool":
		return "true or false"
	case "int":
		return "a whole number"
	default:
		return "a string"
	}
}

func found(value string) string {
	switch word, rest, _ := strings.Cut(value, " "); word {
	case "object", "array":
		return "an " + word
	case "bool":
		return "true or false"
	case "number":
		if rest != "" {
			return "the number " + rest
		}
	}
	return "a " + value
}

// lineOfKey is the line on which a quoted key first stands before a colon.
func lineOfKey(data []byte, key string) int {
	for at := 0; at < len(data); {
		i := bytes.Index(data[at:], []byte(key))
		if i < 0 {
			break
		}
		at += i + len(key)
		if bytes.HasPrefix(bytes.TrimSpace(data[at:]), []byte(":")) {
			return lineAt(data, int64(at))
		}
	}
	return 1
}

func lineAt(data []byte, offset int64) int {
	return 1 + bytes.Count(data[:min(int(offset), len(data))], []byte("\n"))
}
