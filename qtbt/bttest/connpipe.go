package bttest

import "github.com/goqtbt/bluetooth/qtbt"

// ConnPipe returns two Conns that are connected to each other. The caller closes both.
func ConnPipe() (a, b *qtbt.Conn, err error) {
	return connPipe(qtbt.Addr{Protocol: qtbt.RFCOMM}, qtbt.Addr{Protocol: qtbt.RFCOMM})
}

// connPipe is ConnPipe with the addresses of the two ends.
func connPipe(aAddr, bAddr qtbt.Addr) (a, b *qtbt.Conn, err error) {
	s, t, err := Pipe()
	if err != nil {
		return nil, nil, err
	}
	if a, err = (qtbt.ConnConfig{LocalAddr: aAddr, RemoteAddr: bAddr}).NewConn(s); err != nil {
		s.Delete()
		t.Delete()
		return nil, nil, err
	}
	if b, err = (qtbt.ConnConfig{LocalAddr: bAddr, RemoteAddr: aAddr}).NewConn(t); err != nil {
		a.Close()
		t.Delete()
		return nil, nil, err
	}
	return a, b, nil
}
