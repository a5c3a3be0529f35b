"""Room: the Python door: the classes and methods that operators' programs know, on the live installation.
Comes from: programs and notebooks of operators, by app.sdk which opens the installation.
Goes to: flow.operations and ability.telemetry.
Never: keeps state of its own beside the installation's, or decides what an alert is.
"""
