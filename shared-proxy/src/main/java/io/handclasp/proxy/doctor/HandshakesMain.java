package io.handclasp.proxy.doctor;

import io.handclasp.handshake.cli.Handshakes;
import io.handclasp.proxy.launch.OwnProcess;

/** The {@code handshakes} command with all its sub-commands. */
public final class HandshakesMain {
  private HandshakesMain() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    OwnProcess.begin();
    command().runAndExit(arguments);
  }

  /** The command, for those that hold it as one of theirs. */
  public static Handshakes command() {
    return new Handshakes().with("doctor", DoctorCommand::new);
  }
}
