package io.handclasp.pki.cli;

/** What the command ends with; the numbers are those of {@code sysexits.h} and are documented. */
final class ExitCode {
  /** Done, or the answer is yes. */
  static final int OK = 0;

  /** Done, and the answer is no: refused, found something, expired. */
  static final int NEGATIVE = 1;

  /** The command line itself is wrong. */
  static final int USAGE = 64;

  /** A file is there, but its content or password is not what it should be. */
  static final int BAD_DATA = 65;

  /** A file could not be created: it is there already, or its folder does not allow it. */
  static final int CANNOT_CREATE = 73;

  /** A file or a connection could not be read. */
  static final int INPUT_OUTPUT = 74;

  private ExitCode() {}
}
