package io.handclasp.handshake.cli;

/** What the command ends with; the numbers are those of {@code sysexits.h} and are documented. */
public final class ExitCode {
  /** Done, or the answer is yes. */
  public static final int OK = 0;

  /** The answer is no: no such handshake, several begin so, or a failure is foreseen. */
  public static final int NEGATIVE = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 64;

  /** A file is there, but cannot be used. */
  public static final int BAD_DATA = 65;

  /** A fault of the program. */
  public static final int INTERNAL = 70;

  /** A journal or a peer cannot be read. */
  public static final int INPUT_OUTPUT = 74;

  private ExitCode() {}
}
