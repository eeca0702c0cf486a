package io.handclasp.pki.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One run of another program: openssl, keytool, sh. */
record Tool(int code, String out) {
  static boolean installed(String program) {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }

  static Tool run(Path folder, Object... words) throws IOException, InterruptedException {
    return run(folder, "", words);
  }

  static Tool run(Path folder, String input, Object... words)
      throws IOException, InterruptedException {
    List<String> command = Stream.of(words).map(String::valueOf).toList();
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    // A keytool that lives for half a second has no use for the second compiler.
    builder.environment().put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
    Process process = builder.start();
    process.getOutputStream().write(input.getBytes(StandardCharsets.UTF_8));
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ended", command).isTrue();
    return new Tool(process.exitValue(), out);
  }

  /** Runs, and expects it to end well. */
  static Tool ok(Path folder, Object... words) throws IOException, InterruptedException {
    Tool tool = run(folder, words);
    assertThat(tool.code()).as(tool.out()).isZero();
    return tool;
  }

  /** Runs a script as --explain prints it. */
  static Tool script(Path folder, String script) throws IOException, InterruptedException {
    Tool tool = run(folder, script, "sh", "-e");
    assertThat(tool.code()).as(script + "\n" + tool.out()).isZero();
    return tool;
  }
}
