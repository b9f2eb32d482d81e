"""The commands of `understudy`, one module each; a module is loaded when its command is run."""
