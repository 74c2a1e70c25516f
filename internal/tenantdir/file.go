package tenantdir

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// maxFileSize is far above the users of the largest tenants. What is larger was not meant for this folder.
const maxFileSize = 512 << 20

// readFile returns a file of the folder, and whether it is there. Everything that is neither a readable
// file nor plainly absent is an error: taken for absent, it would turn facts into unknowns in silence.
func readFile(dir, name string) (data []byte, found bool, err error) {
	path := filepath.Join(dir, name)
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, false, nil
	case err != nil:
		return nil, false, fmt.Errorf("%s: %w", name, cause(err))
	case !info.Mode().IsRegular():
		return nil, false, fmt.Errorf("%s is not a regular file", name)
	case info.Size() > maxFileSize:
		return nil, false, fmt.Errorf("%s is too large: %d MiB, and at most %d are read", name, info.Size()>>20, maxFileSize>>20)
	}
	data, err = readAtMost(path, maxFileSize)
	if err != nil {
		return nil, false, fmt.Errorf("%s: %w", name, cause(err))
	}
	if isUTF16(data) {
		return nil, false, fmt.Errorf("%s is UTF-16 text: save it as UTF-8", name)
	}
	return data, true, nil
}

// readAtMost holds the limit for a file that grows while it is read.
func readAtMost(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, limit+1))
	if err == nil && int64(len(data)) > limit {
		err = fmt.Errorf("larger than %d MiB", limit>>20)
	}
	return data, err
}

// isUTF16 recognises what Windows PowerShell writes unless it is told otherwise.
func isUTF16(data []byte) bool {
	return bytes.HasPrefix(data, []byte{0xff, 0xfe}) || bytes.HasPrefix(data, []byte{0xfe, 0xff})
}

// cause is the error below the operation and the path, which the caller names in its own way.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	return err
}
