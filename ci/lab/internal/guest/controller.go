package guest

// A Bluetooth controller in the guest's kernel, whose packets travel over a stream.

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"
)

// controller is a virtual HCI device. One Read or Write of dev is one H4 packet; closing it removes
// the controller from the kernel.
type controller struct {
	dev   *os.File
	index int
	early []byte // packets that came before the driver's answer
}

// vhciCreate is the vendor packet that asks the driver for a new device, here one of the primary
// type. The answer begins with the same bytes.
var vhciCreate = []byte{0xff, 0x00}

func newController() (*controller, error) {
	dev, err := os.OpenFile("/dev/vhci", os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	c := &controller{dev: dev}
	if _, err = dev.Write(vhciCreate); err == nil {
		err = c.readAnswer(dev)
	}
	if err != nil {
		dev.Close()
		return nil, err
	}
	return c, nil
}

// readAnswer reads until the driver has answered. The kernel may have sent the controller its first
// packets by then.
func (c *controller) readAnswer(r io.Reader) error {
	var buf [maxPacket]byte
	for {
		n, err := r.Read(buf[:])
		if err != nil {
			return err
		}
		if n == 4 && buf[0] == vhciCreate[0] {
			c.index = int(binary.LittleEndian.Uint16(buf[2:]))
			return nil
		}
		c.early = append(c.early, buf[:n]...)
	}
}

// send hands on what the kernel sends to the controller.
func (c *controller) send(w io.Writer) error {
	if _, err := w.Write(c.early); err != nil {
		return err
	}
	_, err := io.Copy(w, c.dev)
	return err
}

// maxPacket is the size of the largest H4 packet.
const maxPacket = 1 + 4 + 1<<16

// h4Header has, for each H4 packet type, the size of the header after the type, and the place and
// the size of its length field.
var h4Header = map[byte]struct{ size, offset, width int }{
	1: {3, 2, 1}, // command
	2: {4, 2, 2}, // ACL data
	3: {3, 2, 1}, // SCO data
	4: {2, 1, 1}, // event
	5: {4, 2, 2}, // ISO data
}

// copyPackets copies H4 packets from a stream, each with one Write.
func copyPackets(w io.Writer, r io.Reader) error {
	var packet [maxPacket]byte
	for {
		if _, err := io.ReadFull(r, packet[:1]); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
		h, ok := h4Header[packet[0]]
		if !ok {
			return fmt.Errorf("H4 packet of unknown type %d", packet[0])
		}
		if _, err := io.ReadFull(r, packet[1:1+h.size]); err != nil {
			return err
		}
		length := int(packet[1+h.offset])
		if h.width == 2 {
			length |= int(packet[2+h.offset]) << 8
		}
		end := 1 + h.size + length
		if _, err := io.ReadFull(r, packet[1+h.size:end]); err != nil {
			return err
		}
		// A controller that is down takes no packets. They may come all the same, and it stays.
		if _, err := w.Write(packet[:end]); err != nil && !errors.Is(err, unix.ENXIO) {
			return err
		}
	}
}
