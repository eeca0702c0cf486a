package io.handclasp.pki.store;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a password comes from: {@code file:PATH}, {@code env:NAME}, {@code prompt} or {@code
 * pass:TEXT}. The last stands in the open and deserves a warning ({@link #inTheOpen()}).
 *
 * <p>No implementation ever shows the password in {@link Object#toString()} or an exception.
 */
public sealed interface PasswordSource {
  /**
   * Reads the words of the configuration and the command line.
   *
   * @param spec for example {@code file:/run/secrets/store}
   * @throws IllegalArgumentException where the form is unknown; the message shows the form only,
   *     never what follows it
   */
  static PasswordSource parse(String spec) {
    if (spec.equals("prompt")) {
      return new Prompt("Password", false);
    }
    int colon = spec.indexOf(':');
    String rest = spec.substring(colon + 1);
    return switch (colon < 0 ? "" : spec.substring(0, colon)) {
      case "file" -> new FromFile(Path.of(needed("file", rest)));
      case "env" -> new FromEnvironment(needed("env", rest));
      case "pass" -> new InTheOpen(rest);
      // What was given may well be the password itself, so it is not repeated.
      default ->
          throw new IllegalArgumentException(
              "password: unknown form (expected: file:PATH, env:NAME, prompt or pass:TEXT)");
    };
  }

  /** A password that is already in memory, as tests and commands have it. */
  static PasswordSource of(char[] password) {
    return new InMemory(new String(password));
  }

  private static String needed(String form, String rest) {
    if (rest.isEmpty()) {
      throw new IllegalArgumentException(
          "password: nothing after " + form + ": (expected: file:PATH or env:NAME)");
    }
    return rest;
  }

  /**
   * The password itself; the caller may wipe the array.
   *
   * @throws StoreException with {@link StoreFault#PASSWORD_UNAVAILABLE} where it cannot be had
   */
  char[] read() throws StoreException;

  /** The same for what is to be encrypted anew: whoever types it does so twice. */
  default PasswordSource forNew() {
    return this;
  }

  /**
   * How a configuration or a command line says where it is, for {@link #parse}; null where it would
   * have to be typed. Never the password itself.
   */
  default @Nullable String spec() {
    return null;
  }

  /** True where the password itself stands in the configuration or the command line. */
  default boolean inTheOpen() {
    return false;
  }

  /** The first line of a file in UTF-8, without its line end and the mark that may begin it. */
  record FromFile(Path file) implements PasswordSource {
    @Override
    public char[] read() throws StoreException {
      try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        String line = reader.readLine();
        if (line == null) {
          return new char[0];
        }
        // Editors on Windows begin a file with it.
        return (line.startsWith("\uFEFF") ? line.substring(1) : line).toCharArray();
      } catch (CharacterCodingException e) {
        throw new StoreException(
            StoreFault.PASSWORD_UNAVAILABLE,
            file,
            "The password file " + file + " is not UTF-8; write it anew in that.",
            e);
      } catch (IOException e) {
        throw new StoreException(
            StoreFault.PASSWORD_UNAVAILABLE,
            file,
            "The password file " + file + " " + Faults.why(e) + "; check its path and owner.",
            e);
      }
    }

    @Override
    public String spec() {
      return "file:" + file;
    }

    /** True where others may read it who should not, as far as the file system tells. */
    boolean isReadableByOthers() {
      return KeyFileAccess.readableByOthers(file);
    }
  }

  /** An environment variable. */
  record FromEnvironment(String name) implements PasswordSource {
    @Override
    public String spec() {
      return "env:" + name;
    }

    @Override
    public char[] read() throws StoreException {
      String value = System.getenv(name);
      if (value == null) {
        throw new StoreException(
            StoreFault.PASSWORD_UNAVAILABLE,
            Path.of(name),
            "The environment variable "
                + name
                + " is not set, but a password is to be read from it; set it or name another.",
            null);
      }
      return value.toCharArray();
    }
  }

  /**
   * Asks on the terminal, without echo.
   *
   * @param question what is asked for
   * @param twice true to ask again, and take only what was typed both times
   */
  record Prompt(String question, boolean twice) implements PasswordSource {
    @Override
    public PasswordSource forNew() {
      return new Prompt(question, true);
    }

    @Override
    public char[] read() throws StoreException {
      char[] answer = ask(question);
      if (twice && !Arrays.equals(answer, ask(question + ", once more"))) {
        throw unavailable("The two passwords differ, so nothing was written; type it anew.");
      }
      return answer;
    }

    // From Java 22 on there may be a console without a terminal; it then answers null at the end of
    // the input, which is the same to us.
    @SuppressWarnings("SystemConsoleNull")
    private static char[] ask(String question) throws StoreException {
      Console console = System.console();
      char[] answer = console == null ? null : console.readPassword("%s: ", question);
      if (answer == null) {
        throw unavailable(
            "There is no terminal to ask for the password; give it as file:PATH or env:NAME.");
      }
      return answer;
    }

    private static StoreException unavailable(String sentence) {
      return new StoreException(
          StoreFault.PASSWORD_UNAVAILABLE, Path.of("/dev/tty"), sentence, null);
    }
  }

  /** A password that the program has already. */
  record InMemory(String password) implements PasswordSource {
    @Override
    public char[] read() {
      return password.toCharArray();
    }

    @Override
    public String toString() {
      return "InMemory[redacted]";
    }
  }

  /** The password itself, as it stands in the configuration or the command line. */
  record InTheOpen(String password) implements PasswordSource {
    @Override
    public char[] read() {
      return password.toCharArray();
    }

    @Override
    public boolean inTheOpen() {
      return true;
    }

    @Override
    public String toString() {
      return "InTheOpen[redacted]";
    }
  }
}
