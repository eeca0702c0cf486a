package io.handclasp.handshake.tls;

/** Which TLS implementation is asked for. */
public enum ProviderChoice {
  /** BoringSSL where its native library loads and can sign with the own key, the JDK otherwise. */
  AUTO,
  /** BoringSSL through netty-tcnative, or fail. */
  OPENSSL,
  /** The JDK's. */
  JDK
}
