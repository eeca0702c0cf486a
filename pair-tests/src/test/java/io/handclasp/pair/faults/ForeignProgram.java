package io.handclasp.pair.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of somebody else, run for one test and ended after it. */
final class ForeignProgram implements AutoCloseable {
  private final Process process;

  private ForeignProgram(Process process) {
    this.process = process;
  }

  static boolean isInstalled(String name) {
    return List.of("/usr/bin", "/usr/sbin", "/bin", "/usr/local/bin").stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, name)));
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A server, once it takes connections. */
  static ForeignProgram server(int port, List<String> command) throws Exception {
    ForeignProgram program = new ForeignProgram(start(command));
    Instant limit = Instant.now().plusSeconds(10);
    while (!listens(port)) {
      if (Instant.now().isAfter(limit) || !program.process.isAlive()) {
        program.close();
        throw new IOException("does not listen: " + String.join(" ", command));
      }
      program.process.waitFor(20, TimeUnit.MILLISECONDS);
    }
    return program;
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** A client, to its end. */
  static void client(List<String> command) throws Exception {
    try (ForeignProgram program = new ForeignProgram(start(command))) {
      program.process.waitFor(10, TimeUnit.SECONDS);
    }
  }

  private static Process start(List<String> command) throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
        .start();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().completeOnTimeout(process, 5, TimeUnit.SECONDS).join();
    process.destroyForcibly();
  }
}
