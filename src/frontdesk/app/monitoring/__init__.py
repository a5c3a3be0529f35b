"""Room: files for other people's programs, made from our own names: Grafana dashboards, Prometheus rules.
Comes from: `make docs`, through app.reference.
Goes to: `deploy/`, which operators copy or mount.
Never: runs with the product.
"""
