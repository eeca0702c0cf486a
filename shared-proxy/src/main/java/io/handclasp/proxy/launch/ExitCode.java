package io.handclasp.proxy.launch;

/** How the programs end, as in BSD's sysexits; {@code docs/configuration.md} lists them. */
final class ExitCode {
  /** All went well; also after SIGTERM and SIGINT. */
  static final int OK = 0;

  /** The command line cannot be used, or the configuration cannot. */
  static final int USAGE = 64;

  /** A fault of the program. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
