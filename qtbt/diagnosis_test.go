package qtbt_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/goqtbt/bluetooth/qtbt"
)

func TestDiagnosisNamesEachProblem(t *testing.T) {
	d := qtbt.Diagnosis{Findings: []qtbt.Finding{
		{Subject: "system bus", State: qtbt.FindingOK, Text: "it runs"},
		{Subject: "rights", State: qtbt.FindingNote, Text: "no CAP_NET_RAW", Advice: "Grant it."},
	}}
	assert.NoError(t, d.Err())
	d.Findings = append(d.Findings,
		qtbt.Finding{Subject: "bluetoothd", State: qtbt.FindingProblem, Text: "it does not run", Err: qtbt.ErrNoBluetoothd},
		qtbt.Finding{Subject: "adapter hci0", State: qtbt.FindingProblem, Text: "off", Err: qtbt.ErrPoweredOff})
	assert.ErrorIs(t, d.Err(), qtbt.ErrNoBluetoothd)
	assert.ErrorIs(t, d.Err(), qtbt.ErrPoweredOff)
	assert.Equal(t, `ok       system bus: it runs
note     rights: no CAP_NET_RAW
         Grant it.
problem  bluetoothd: it does not run
problem  adapter hci0: off`, d.String())
	assert.Equal(t, "FindingState(7)", qtbt.FindingState(7).String())
}

// Diagnose looks at the real machine, whatever that has.
func TestDiagnoseReportsQtFirst(t *testing.T) {
	findings := qtbt.Diagnose(t.Context()).Findings
	assert.Equal(t, "Qt", findings[0].Subject)
	for _, f := range findings {
		assert.Equal(t, f.State == qtbt.FindingProblem, f.Err != nil, "%v", f)
		assert.NotEmpty(t, f.Text)
	}
}

func ExampleDiagnose() {
	d := qtbt.Diagnose(context.Background())
	if errors.Is(d.Err(), qtbt.ErrPoweredOff) {
		fmt.Println("Please switch Bluetooth on.")
	} else if d.Err() != nil {
		fmt.Println(d)
	}
}
