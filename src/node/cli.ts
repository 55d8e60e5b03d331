/** The command `glaswerk`. */
process.stderr.write('glaswerk: no command is there yet\n');
process.exitCode = 2;
