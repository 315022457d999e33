package qtbt

// LowEnergyService is a Low Energy service; Qt's QLowEnergyService.
type LowEnergyService struct {
	o *object
}

func (s *LowEnergyService) base() *object {
	if s == nil {
		return nil
	}
	return s.o
}
