"""What those who run mailbot do and see beside the daemon: copies and back, the doctor, the audit,
evidence, replay, retention, sealing anew, the shadow report, metrics.
"""
