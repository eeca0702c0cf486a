package io.handclasp.proxy.server;

/** Why a proxy cannot start or take up another configuration. */
public enum StartFailure {
  /** The configuration says what cannot be. */
  CONFIGURATION(64),
  /** A key store, trust store, password or revocation list cannot be used. */
  MATERIAL(65),
  /** The address to listen on is taken or not ours, or a library is missing. */
  UNAVAILABLE(69),
  /** A fault of the program itself. */
  INTERNAL(70);

  private final int exitCode;

  StartFailure(int exitCode) {
    this.exitCode = exitCode;
  }

  /** The exit code of the process, as in BSD's sysexits. */
  public int exitCode() {
    return exitCode;
  }
}
