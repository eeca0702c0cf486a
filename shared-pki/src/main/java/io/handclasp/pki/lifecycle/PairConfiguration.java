package io.handclasp.pki.lifecycle;

/** Writes the configuration of both proxies; the keys are those of docs/configuration.md. */
final class PairConfiguration {
  private PairConfiguration() {}

  static String front(PairRequest request) {
    return """
        # The front: takes plain HTTP and forwards it over mutual TLS.
        # Every key stands in docs/configuration.md. Paths are relative to this file.
        listen: %s

        tls:
          keyStore: {file: client.p12, password: "file:client.password"}
          trustStore: {file: client-trust.p12, password: "file:client.password"}

        routes:
          - host: "*"
            path: /
            endpoint: "https://%s"
            # The name that the back's certificate carries.
            peerName: %s

        journal: {file: client-handshakes.jsonl}
        """
        .formatted(request.frontListen(), request.backListen(), quoted(request.backend()));
  }

  static String back(PairRequest request) {
    return """
        # The back: ends mutual TLS and answers itself (or forwards to a plain HTTP origin).
        # Every key stands in docs/configuration.md. Paths are relative to this file.
        listen: %s

        tls:
          keyStore: {file: backend.p12, password: "file:backend.password"}
          trustStore: {file: backend-trust.p12, password: "file:backend.password"}

        routes:
          - path: /
            service: echo

        journal: {file: backend-handshakes.jsonl}
        """
        .formatted(request.backListen());
  }

  private static String quoted(String text) {
    return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
