package graph

import (
	"bytes"
	"crypto"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// loadCertificate reads the client certificate and its key, from PEM or PFX. What goes wrong is said about
// the setting, never with its content.
func loadCertificate(c Config) ([]*x509.Certificate, crypto.PrivateKey, error) {
	setting, data, err := certificateData(c)
	if err != nil {
		return nil, nil, err
	}
	password := []byte(c.ClientCertificatePassword)
	if bytes.Contains(data, []byte("-----BEGIN")) {
		password = nil // azidentity takes what comes with a password for PFX
	}
	chain, key, err := azidentity.ParseCertificates(data, password)
	if err != nil {
		hint := ""
		if text := err.Error(); strings.Contains(text, "pkcs12") && !strings.Contains(text, "password") {
			hint = "; a PFX file that OpenSSL 3 wrote needs the -legacy switch, or convert it to PEM"
		}
		return nil, nil, fmt.Errorf("%s holds no certificate with its private key: %w%s", setting, err, hint)
	}
	return chain, key, nil
}

// certificateData is what the setting holds, and the setting's name.
func certificateData(c Config) (setting string, data []byte, err error) {
	if c.ClientCertificate != "" {
		if data = decodeCertificate(c.ClientCertificate); data == nil {
			err = errors.New("client_certificate is neither PEM nor base64 of a PEM or PFX file")
		}
		return "client_certificate", data, err
	}
	if data, err = os.ReadFile(c.ClientCertificatePath); err != nil {
		err = fmt.Errorf("client_certificate_path: %w", err)
	}
	return fmt.Sprintf("client_certificate_path %q", c.ClientCertificatePath), data, err
}

// decodeCertificate takes PEM as it is and anything else as base64, with or without line breaks.
func decodeCertificate(text string) []byte {
	if strings.Contains(text, "-----BEGIN") {
		return []byte(text)
	}
	data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(text), ""))
	if err != nil || len(data) == 0 {
		return nil
	}
	return data
}
