package telegram

import (
	"encoding/base64"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"relais/parcours"
)

// maxData is how many bytes a button may carry (Bot API, InlineKeyboardButton).
const maxData = 64

// button and markup are the two objects of an inline keyboard that we use. The
// library's own button always carries an empty copy_text beside the data, and
// the API wants exactly one of them.
type button struct {
	Text string `json:"text"`
	Data string `json:"callback_data"`
}

type markup struct {
	Rows [][]button `json:"inline_keyboard"`
}

// keyboard returns the buttons of an attempt, one a row, nil when it has none.
func keyboard(a parcours.Attempt) (*markup, error) {
	if len(a.Choices) == 0 {
		return nil, nil
	}
	rows := make([][]button, 0, len(a.Choices))
	for _, c := range a.Choices {
		data, err := encodeData(a.ID, c.Action)
		if err != nil {
			return nil, err
		}
		rows = append(rows, []button{{Text: c.Label, Data: data}})
	}
	return &markup{Rows: rows}, nil
}

// encodeData packs what a button means: a version, the attempt, the action.
func encodeData(attemptID, action string) (string, error) {
	id, err := uuid.Parse(attemptID)
	if err != nil {
		return "", fmt.Errorf("button: attempt id: %w", err)
	}
	data := "v1:" + base64.RawURLEncoding.EncodeToString(id[:]) + ":" + action
	if action == "" || len(data) > maxData {
		return "", fmt.Errorf("button: %d bytes, want an action and at most %d", len(data), maxData)
	}
	return data, nil
}

// decodeData is the reverse of encodeData.
func decodeData(data string) (attemptID, action string, ok bool) {
	packed, is := strings.CutPrefix(data, "v1:")
	packed, action, found := strings.Cut(packed, ":")
	if !is || !found || action == "" || len(data) > maxData {
		return "", "", false
	}
	raw, err := base64.RawURLEncoding.Strict().DecodeString(packed)
	if err != nil {
		return "", "", false
	}
	id, err := uuid.FromBytes(raw)
	if err != nil {
		return "", "", false
	}
	return id.String(), action, true
}
