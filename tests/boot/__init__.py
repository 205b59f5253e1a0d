"""The service as ops run it: installed on a bare Debian whose PID 1 is systemd."""
