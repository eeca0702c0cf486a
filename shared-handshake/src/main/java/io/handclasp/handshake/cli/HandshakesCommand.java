package io.handclasp.handshake.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What every sub-command has: help, {@code --json}, where to write. */
public abstract class HandshakesCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  @SuppressWarnings("UnusedVariable") // picocli alone reads it
  private boolean help;

  @Option(names = "--json", description = "Write JSON for programs.")
  private boolean json;

  /** Where answers go. */
  protected final PrintWriter out() {
    return spec.commandLine().getOut();
  }

  /** Where words on what was skipped go. */
  protected final PrintWriter err() {
    return spec.commandLine().getErr();
  }

  /** True where the answer is for programs. */
  protected final boolean json() {
    return json;
  }

  /** Writes a part of a document. */
  protected interface JsonPart {
    /** Writes one value. */
    void write(JsonGenerator out) throws IOException;
  }

  /** One document, in lines with indentation. */
  protected final void printJson(JsonPart part) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator generator = new JsonFactory().createGenerator(text)) {
      generator.useDefaultPrettyPrinter();
      part.write(generator);
    }
    out().println(text);
  }
}
