package tenantdir

import (
	"fmt"
	"os"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Read reads the tenant that the folder holds. Only policies.json has to be there: without the policies
// there is nothing to judge.
func Read(dir string) (*ca.Tenant, error) {
	if err := checkFolder(dir); err != nil {
		return nil, err
	}
	tenant := &ca.Tenant{}
	for _, file := range files {
		data, found, err := readFile(dir, file.name)
		switch {
		case err != nil:
			return nil, inFolder(dir, err)
		case found:
			if err := file.decode(tenant, data); err != nil {
				return nil, inFolder(dir, fmt.Errorf("%s: %w", file.name, err))
			}
		case file.required:
			return nil, inFolder(dir, fmt.Errorf("%s is missing", file.name))
		}
	}
	return tenant, nil
}

// GuardFile returns the folder's guard.json, and whether it has one.
func GuardFile(dir string) ([]byte, bool, error) {
	if err := checkFolder(dir); err != nil {
		return nil, false, err
	}
	data, found, err := readFile(dir, "guard.json")
	if err != nil {
		return nil, false, inFolder(dir, err)
	}
	return data, found, nil
}

func checkFolder(dir string) error {
	info, err := os.Stat(dir)
	switch {
	case os.IsNotExist(err):
		return fmt.Errorf("tenant folder %q does not exist", dir)
	case err != nil:
		return fmt.Errorf("tenant folder %q: %w", dir, cause(err))
	case !info.IsDir():
		return fmt.Errorf("tenant folder %q is not a folder", dir)
	}
	return nil
}

func inFolder(dir string, err error) error { return fmt.Errorf("tenant folder %q: %w", dir, err) }
