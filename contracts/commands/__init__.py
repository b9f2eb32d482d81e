"""The judge's commands; `understudy` finds them among the entry points "understudy.commands"."""
