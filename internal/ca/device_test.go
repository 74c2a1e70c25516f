package ca

import "testing"

func TestDevicePlatform(t *testing.T) {
	t.Parallel()
	for os, want := range map[string]Platform{
		"Windows": PlatformWindows, "windows 11": PlatformWindows, "WindowsPhone": PlatformUnknown, "macOS": PlatformMacOS,
		"MacMDM": PlatformMacOS, "Linux": PlatformLinux, "iOS": PlatformIOS, "iPadOS": PlatformIOS, "IPhone": PlatformIOS,
		"iPad": PlatformIOS, "AndroidForWork": PlatformAndroid, "ChromeOS": PlatformUnknown, "": PlatformUnknown,
	} {
		d := Device{Properties: map[string]Property{"operatingSystem": {Values: []string{os}}}}
		if got := d.Platform(); got != want {
			t.Errorf("platform of %q is %s, want %s", os, got, want)
		}
	}
}

func TestDecodeDevicesTellsNullFromUnread(t *testing.T) {
	t.Parallel()
	devices, err := DecodeDevices([]byte(`{"U": [{"id": "d", "isCompliant": null, "trustType": "AzureAd", "physicalIds": ["[ZTDID]:1", "x"],
	  "extensionAttributes": {"extensionAttribute1": "SAW", "extensionAttribute2": null}, "accountEnabled": false}]}`))
	if err != nil {
		t.Fatal(err)
	}
	d := devices["u"][0]
	if p, read := d.Property("isCompliant"); !read || !p.Null() {
		t.Errorf("isCompliant is %v, read %t; want null", p, read)
	}
	if _, read := d.Property("mdmAppId"); read {
		t.Error("mdmAppId was not read, but counts as read")
	}
	if p, read := d.Property("EXTENSIONATTRIBUTE1"); !read || p.Text() != "SAW" {
		t.Errorf("extensionAttribute1 is %v, read %t", p, read)
	}
	if p, _ := d.Property("physicalIds"); len(p.Values) != 2 {
		t.Errorf("physicalIds are %v", p.Values)
	}
	if d.Enabled() {
		t.Error("a device with accountEnabled false counts as enabled")
	}
}
